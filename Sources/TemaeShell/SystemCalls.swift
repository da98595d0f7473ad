import Glibc

/// The call was not permitted to this account.
let permissionDenied = EACCES

func lastErrorNumber() -> Int32 { errno }

func errorText(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text)
}

/// Who this process acts as.
func accountName() -> String {
  let identifier = geteuid()
  guard let entry = unsafe getpwuid(identifier), let name = unsafe entry.pointee.pw_name else {
    return "uid \(identifier)"
  }
  return unsafe "\(String(cString: name)) (uid \(identifier))"
}

/// Whether there is something at this path; a path that cannot be looked at is an error.
func exists(_ path: String) throws(ShellError) -> Bool {
  var status = stat()
  if unsafe lstat(path, &status) == 0 { return true }
  guard errno == ENOENT || errno == ENOTDIR else { throw .last("look at", path) }
  return false
}

/// Whether something is here that is a file, and no link to one.
func isFile(_ path: String) throws(ShellError) -> Bool {
  var status = stat()
  if unsafe lstat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFREG }
  guard errno == ENOENT || errno == ENOTDIR else { throw .last("look at", path) }
  return false
}

/// Whether this path leads to a directory.
func isDirectory(_ path: String) throws(ShellError) -> Bool {
  var status = stat()
  guard unsafe stat(path, &status) == 0 else {
    if errno == ENOENT || errno == ENOTDIR { return false }
    throw .last("look at", path)
  }
  return status.st_mode & S_IFMT == S_IFDIR
}

/// Makes the names in a directory durable.
func synchronizeDirectory(_ path: String) throws(ShellError) {
  let directory = try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY)
  guard fsync(directory.number) == 0 else { throw .last("synchronize", path) }
}
