import Testing

@testable import TemaePostgres

@Suite struct KeepalivesTests {
  private func keepalives(_ text: String) throws -> Keepalives {
    try ConnectionString(text).keepalives
  }

  @Test func `a silent server is looked after in half a minute, unless the string says sooner`()
    throws
  {
    #expect(try keepalives("host=tea").lookSeconds == 30)
    let sooner = try keepalives("host=tea keepalives_idle=2 keepalives_count=1")
    #expect(sooner.lookSeconds == 7)
    #expect(sooner.interval == 5)
    #expect(try keepalives("postgresql://tea/shop?keepalives_interval=1").lookSeconds == 18)
  }

  @Test func `no string makes temae look later, and a kernel's own number is none`() throws {
    #expect(try keepalives("host=tea keepalives_idle=7200").lookSeconds == 30)
    #expect(try keepalives("host=tea keepalives_idle=0 keepalives_count=-1").lookSeconds == 30)
    #expect(try keepalives("host=tea keepalives_idle=soon").lookSeconds == 30)
  }
}
