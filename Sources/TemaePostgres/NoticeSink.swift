import CPostgres

/// Hands the server's notices of one connection on.
///
/// libpq prints them to standard error unless somebody receives them; it calls from the thread that
/// uses the connection.
final class NoticeSink {
  private let onNotice: (ServerMessage) -> Void

  init(_ onNotice: @escaping (ServerMessage) -> Void) {
    self.onNotice = onNotice
  }

  /// The sink must live as long as the connection: libpq holds a bare pointer to it.
  func attach(to connection: OpaquePointer) {
    _ = unsafe PQsetNoticeReceiver(
      connection,
      { raw, result in
        guard let raw = unsafe raw, let result = unsafe result else { return }
        let sink = unsafe Unmanaged<NoticeSink>.fromOpaque(raw).takeUnretainedValue()
        unsafe sink.onNotice(ServerMessage(result))
      }, Unmanaged.passUnretained(self).toOpaque())
  }
}
