#!/usr/bin/perl
# The tea house's application, as small as it can be and still ask the database for every answer.
# Two doors: the front one, a TCP port on the loopback interface, is for guests; the other, a unix
# socket that only the house's own account can reach, is for the preparation room (mizuya), and stays
# open in maintenance, for reading only.
#
#   serve.pl FILES SOCKET   FILES: url, pid and access.log are written there
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;
use Time::HiRes qw(time);

my ($files, $path) = @ARGV;
my $queries = __FILE__ =~ s{/[^/]*$}{}r;
my %routes = (
  'GET /api/health'      => 'health',
  'GET /api/utensils'    => 'utensils',
  'GET /api/gatherings'  => 'gatherings',
  'GET /api/my/bookings' => 'my_bookings',
  'POST /api/bookings'   => 'book',
);

$SIG{PIPE} = 'IGNORE';
$SIG{TERM} = $SIG{INT} = sub { unlink $path; exit 0 };

my $front = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ENV{TEAHOUSE_PORT} || 0,
  Listen => 64, ReuseAddr => 1) or die "front door: $!\n";
umask 0077;
my $mizuya = IO::Socket::UNIX->new(Local => $path, Listen => 64) or die "$path: $!\n";
open my $log, '>>', "$files/access.log" or die "access.log: $!\n";
$log->autoflush(1);

# Written last and at once: whoever finds the file finds both doors open.
open my $url, '>', "$files/url.new" or die "url: $!\n";
print $url 'http://127.0.0.1:', $front->sockport, "\n";
close $url;
rename "$files/url.new", "$files/url" or die "url: $!\n";

# Runs one file of SQL with the request's values; the first word of what it prints is the status.
sub ask {
  my ($query, %values) = @_;
  my @command = ('psql', '-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1',
    (map { ('-v', "$_=$values{$_}") } sort keys %values), '-f', "$queries/$query.sql");
  my $process = open(my $output, '-|') // return (500, '{"error":"no process"}');
  if ($process == 0) {
    open STDERR, '>&', \*STDOUT;
    exec @command or exit 127;
  }
  my $text = join '', <$output>;
  close $output;
  return (503, '{"status":"maintenance"}') if $? != 0 && $text =~ /is in maintenance/;
  return (500, '{"error":"the database did not answer"}') if $? != 0;
  return ($1, $2) if $text =~ /^(\d{3}) (.*)/s;
  return (500, '{"error":"no answer"}');
}

sub serve {
  my ($client, $door) = @_;
  local $SIG{ALRM} = sub { die "slow\n" };
  my ($began, $request, %headers) = (time, '');
  my $complete = eval {
    alarm 3;
    $request = <$client> // '';
    while (defined(my $line = <$client>)) {
      last if $line =~ /^\r?\n$/;
      $headers{lc $1} = $2 if $line =~ /^([\w-]+):\s*(.*?)\r?\n$/;
    }
    alarm 0;
    1;
  };
  alarm 0;
  return unless $complete && $request =~ m{^(GET|POST) (/[^\s?]*)(?:\?(\S*))? HTTP/1\.[01]\r?\n$};
  my ($method, $place, $parameters) = ($1, $2, $3 // '');
  my %given = map { /^(\w+)=([\w-]*)$/ ? ($1, $2) : () } split /&/, $parameters;
  my ($status, $body);
  if (my $query = $routes{"$method $place"}) {
    my ($session) = ($headers{authorization} // '') =~ /^Bearer ([0-9a-f-]{36})$/;
    my ($limit) = ($given{limit} // '') =~ /^(\d{1,3})$/;
    my ($gathering) = ($given{gathering} // '') =~ /^(\d{1,9})$/;
    ($status, $body) = ask($query, door => $door, session => $session // '',
      limit => $limit // 20, gathering => $gathering // 0);
  } else {
    ($status, $body) = (404, '{"error":"no such place"}');
  }
  $body =~ s/\s+$//;
  print $client "HTTP/1.1 $status tea\r\nContent-Type: application/json\r\nContent-Length: ",
    length($body) + 1, "\r\nConnection: close\r\n\r\n$body\n";
  printf $log "%d %s %s %s %d %.0f\n", $began, $door, $method, $place, $status,
    (time - $began) * 1000;
}

my $doors = IO::Select->new($front, $mizuya);
while (1) {
  for my $door ($doors->can_read) {
    my $client = $door->accept or next;
    serve($client, $door == $front ? 'front' : 'mizuya');
    close $client;
  }
}
