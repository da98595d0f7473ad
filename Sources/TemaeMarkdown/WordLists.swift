/// The published words by which headings are read.
///
/// `docs/reference` lists them; they are matched
/// whole, in any case, with punctuation taken as a blank and every number as `#`.
enum WordLists {
  /// Words that, with a number or a letter, make a heading a step.
  static let stepWords: Set<String> = [
    "step", "schritt", "étape", "etape", "paso", "passo", "stap", "шаг", "крок", "krok", "adım",
    "adim", "steg", "trin", "askel", "lépés", "pas", "βήμα", "步骤", "步驟", "ステップ", "手順", "단계",
    "خطوة", "bước", "langkah", "चरण",
  ]

  /// Words that, with a number or a letter, make a heading a phase, or a step if none is below it.
  static let phaseWords: Set<String> = [
    "phase", "stage", "fase", "fáze", "faza", "fas", "vaihe", "этап", "фаза", "етап", "aşama",
    "asama", "φάση", "étage", "stufe", "etapa", "阶段", "階段", "フェーズ", "段階", "단계별", "giai đoạn",
    "tahap",
  ]

  /// The phrases of each section class; the longest one found in a heading wins.
  static let sections: [SectionClass: [String]] = [
    .gates: [
      "prerequisite", "prerequisites", "pre requisites", "preconditions", "precondition",
      "before you", "before you begin", "before you start", "go no go", "go no go checklist",
      "go no go decision", "go no go criteria", "readiness", "readiness checklist",
      "readiness check",
      "requirements", "preflight", "preflight check", "preflight checks", "preflight checklist",
      "entry criteria",
    ],
    .finalGate: [
      "success", "success criteria", "success criterion", "exit criteria", "completion criteria",
      "acceptance criteria", "sign off", "signoff", "definition of done", "successful when",
      "completion checklist",
    ],
    .rollback: [
      "rollback", "rolling back", "roll back", "revert", "reverting", "back out", "backout",
      "downgrade", "failback", "fail back", "rollback plan", "rollback procedure",
      "rollback procedures", "rollback strategy", "rollback steps", "rollback instructions", "undo",
    ],
    .remedies: [
      "troubleshooting", "common issues", "known issues", "common problems", "known problems",
      "common errors", "error handling", "failure handling", "failure scenarios",
      "if something goes wrong", "if it fails", "issues and solutions",
    ],
    .followUps: [
      "monitoring", "post migration monitoring", "follow up", "follow ups", "followup", "followups",
      "first # hours", "first # days", "first hour", "first day", "first week", "day #", "week #",
      "t # hours", "t # days",
    ],
    .communication: [
      "communication", "communications", "communication plan", "announce", "announcement",
      "announcements", "notify", "notification", "notifications", "status updates",
    ],
    .reference: [
      "overview", "contacts", "contact", "contact information", "emergency contacts", "appendix",
      "appendices", "example", "examples", "quick reference", "reference", "references", "when to",
      "when to roll back", "when to rollback", "criteria", "criterion", "trigger", "triggers",
      "rollback criteria", "rollback trigger", "rollback triggers", "roll back criteria",
      "rollback decision", "rollback decision criteria", "rollback matrix", "decision", "matrix",
      "decision matrix", "decision tree", "strategy", "background", "glossary", "no go",
      "no go criteria", "no go triggers", "table of contents", "expected output", "sample output",
      "changelog", "revision history", "related documents", "see also",
    ],
  ]

  /// Words that, with a number or a letter, name one of several ways to do the same thing.
  static let alternativeWords: Set<String> = [
    "option", "method", "alternative", "variant", "approach", "variante", "opción", "opção",
  ]

  /// Words that may stand before a clause of failure: `what to do if the copy fails`.
  static let failureLeadIns: Set<String> = ["what", "how", "to", "do", "react", "steps", "actions"]

  /// Words with which a clause of failure begins.
  static let failureOpenings: Set<String> = ["if", "when"]

  /// Words that make such a clause one of failure, and its section remedies.
  static let failureWords: Set<String> = ["fail", "fails", "failed", "failure"]

  /// Words that prove nothing about a section: whether it is a part of the sequence is asked.
  static let emergencyWords: Set<String> = ["emergency", "emergencies"]

  /// Keys, in bold below a heading, that tell how long something takes.
  static let budgetKeys: Set<String> = [
    "duration", "estimated time", "estimated duration", "time estimate", "downtime",
    "expected downtime", "expected duration", "total estimated time",
  ]

  /// Fence languages that can run.
  static let shellLanguages: Set<String> = ["bash", "sh", "shell", "zsh"]

  /// Fence languages of what a terminal showed.
  static let transcriptLanguages: Set<String> = [
    "console", "shell-session", "shellsession", "sh-session", "bash-session", "terminal", "session",
    "psql",
  ]

  /// Fence languages of data and prose: nothing that anybody would run.
  static let inertLanguages: Set<String> = [
    "text", "txt", "plain", "plaintext", "json", "jsonc", "json5", "yaml", "yml", "toml", "ini",
    "conf", "properties", "xml", "html", "css", "csv", "tsv", "diff", "patch", "log", "logs",
    "output", "md", "markdown", "mermaid", "plantuml", "dot", "graphviz", "math", "latex", "env",
    "dotenv", "nginx", "hcl", "terraform", "dockerfile", "none", "http", "ascii",
  ]
}

/// What a section is for, by its title.
enum SectionClass: String, CaseIterable {
  case gates
  case finalGate = "final gate"
  case rollback
  case remedies
  case followUps = "follow-ups"
  case communication
  case reference
}
