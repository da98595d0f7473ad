import CPostgres

/// Asks a server to end the statement in flight of one connection.
///
/// `@unchecked Sendable`: a `PGcancel` never changes once it is made, and libpq documents `PQcancel`
/// as safe from any thread, also while the connection is in use.
@safe final class CancelHandle: @unchecked Sendable {
  private let handle: OpaquePointer

  init?(connection: OpaquePointer) {
    guard let handle = unsafe PQgetCancel(connection) else { return nil }
    unsafe self.handle = handle
  }

  deinit { unsafe PQfreeCancel(handle) }

  /// Sends the request over a connection of its own; it blocks until the server has taken it.
  func send() {
    var message = [CChar](repeating: 0, count: 256)
    _ = unsafe PQcancel(handle, &message, Int32(message.count))
  }
}
