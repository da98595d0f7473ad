import TestSupport
import Testing

/// A way over TCP to a server of the tests that a test can break: a small program beside the scene.
struct BreakableNetwork {
  /// What becomes of what is sent.
  enum Condition: String {
    /// It arrives.
    case whole
    /// Nothing arrives, and nobody is told.
    case silent
    /// Connections are reset, and new ones too.
    case down
  }

  private static let program = """
    import os, select, socket, struct, sys, threading, time
    place, server = sys.argv[1:]
    def condition():
        try: return open(place + "/network").read()
        except OSError: sys.exit() if threading.current_thread() is threading.main_thread() else None
    def reset(*ends):
        for end in ends:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()
    def forward(client):
        with socket.socket(socket.AF_UNIX) as other:
            try:
                if condition() == "down": return
                other.connect(server)
                while (now := condition()) in ("whole", "silent"):
                    if now == "silent": time.sleep(0.02); continue
                    for end in select.select([client, other], [], [], 0.02)[0]:
                        data = end.recv(65536)
                        if not data: return
                        (other if end is client else client).sendall(data)
            except OSError: pass
            finally: reset(client)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    with open(place + "/port.new", "w") as file: file.write(str(listener.getsockname()[1]))
    os.rename(place + "/port.new", place + "/port")
    while condition() is not None:
        try: client, _ = listener.accept()
        except TimeoutError: continue
        threading.Thread(target=forward, args=(client,), daemon=True).start()
    """

  private let place: Workplace
  /// The port on 127.0.0.1.
  let port: String

  /// Opens a way to the cluster; it is closed when the workplace goes.
  init(to cluster: PostgresCluster, in place: Workplace) throws {
    self.place = place
    try place.write("network.py", Self.program)
    try place.write("network", Condition.whole.rawValue)
    let socket = "\(cluster.socketDirectory)/.s.PGSQL.5432"
    let start = """
      cd / && python3 '\(place.path)/network.py' '\(place.path)' '\(socket)' >/dev/null 2>&1 &
      until test -s '\(place.path)/port'; do sleep 0.05; done
      """
    try #require(try Workplace.shell(start) == 0)
    port = Program.text("\(place.path)/port")
  }

  /// Makes the network so from now on.
  func become(_ condition: Condition) throws {
    // In one step: the program never reads half a word.
    try place.write("network.new", condition.rawValue)
    try #require(try Workplace.shell("mv '\(place.path)/network.new' '\(place.path)/network'") == 0)
  }
}
