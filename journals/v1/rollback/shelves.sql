create table shelves (
  id int generated always as identity primary key,
  bowl int not null references bowls (id)
);
insert into shelves (bowl) select id from bowls;
