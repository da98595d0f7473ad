import TemaeCore

/// What the document promises to tell or to do later, as JSON.
enum PromiseValues {
  static func value(_ followUp: FollowUp) -> JSONValue {
    [
      "title": .string(followUp.title), "afterMinutes": .integer(followUp.afterMinutes),
      "line": .integer(followUp.line),
    ]
  }

  static func value(_ announcement: Announcement) -> JSONValue {
    [
      "text": .string(announcement.text), "section": .string(announcement.section),
      "everyMinutes": JSONValue(announcement.everyMinutes), "line": .integer(announcement.line),
    ]
  }
}
