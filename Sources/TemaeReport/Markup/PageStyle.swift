/// The style sheet of every page and picture: light and dark, screen and paper.
///
/// The colours are told apart by people who see few of them, and none says anything that a word or a
/// pattern does not say, too.
enum PageStyle {
  /// For pages.
  static let page: StaticString = """
    :root { color-scheme: light dark; --ink: #1b1b1b; --faint: #5c5c5c; --paper: #ffffff;
      --line: #c9c9c9; --stripe: #f4f4f2; --good: #00664b; --bad: #a8380a; --warn: #7a5200; }
    @media (prefers-color-scheme: dark) { :root { --ink: #ececec; --faint: #a8a8a8;
      --paper: #17181a; --line: #484a4d; --stripe: #202226; --good: #5fd0a8; --bad: #ff9a6c;
      --warn: #f2c14e; } }
    body { margin: 1.5rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink);
      background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
    h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
    h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
    table { border-collapse: collapse; width: 100%; font-size: .875rem; }
    caption { text-align: left; color: var(--faint); padding-bottom: .25rem; }
    th, td { text-align: left; vertical-align: top; padding: .25rem .5rem;
      border-bottom: 1px solid var(--line); }
    tbody th { overflow-wrap: anywhere; min-width: 14rem; } td { overflow-wrap: break-word; }
    thead th { border-bottom: 2px solid var(--ink); white-space: nowrap; }
    td.s { white-space: nowrap; } td.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
    th.d1 { padding-left: 1.25rem; } th.d2 { padding-left: 2.25rem; font-weight: normal; }
    th.d3 { padding-left: 3.25rem; font-weight: normal; }
    tr.phase > * { background: var(--stripe); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
    dt { color: var(--faint); } dd { margin: 0; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--stripe);
      padding: .5rem .75rem; font-size: .8125rem; max-height: 32rem; overflow: auto; }
    .faint { color: var(--faint); } .good { color: var(--good); } .bad { color: var(--bad); }
    .warning { color: var(--warn); } .strong { font-weight: bold; }
    .scroll { overflow-x: auto; } figure { margin: 1rem 0; }
    @media print { :root { color-scheme: light; --ink: #000000; --faint: #333333;
        --paper: #ffffff; --line: #999999; --stripe: #eeeeee; --good: #000000; --bad: #000000;
        --warn: #000000; }
      body { margin: 0; max-width: none; font-size: 10pt; } pre { max-height: none; }
      tr, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
      thead { display: table-header-group; } .scroll { overflow: visible; } }

    """

  /// For pictures, also inside a page.
  static let picture: StaticString = """
    svg.timeline { font: 12px system-ui, sans-serif; --i: #1b1b1b; --f: #5c5c5c; --p: #ffffff;
      --g: #d8d8d8; --work: #0072b2; --people: #e69f00; --watch: #56b4e9; --failed: #d55e00;
      --unknown: #b8a200; --stopped: #cc79a7; --clock: #8a8a8a; background: var(--p); }
    @media (prefers-color-scheme: dark) { svg.timeline { --i: #ececec; --f: #a8a8a8; --p: #17181a;
      --g: #3a3c3f; --work: #4aa3df; --people: #f0b429; --watch: #8fd0f5; --failed: #ff8a4c;
      --unknown: #e8d44d; --stopped: #e3a1c6; --clock: #9a9a9a; } }
    @media print { svg.timeline { --i: #000000; --f: #333333; --p: #ffffff; --g: #bbbbbb;
      --work: #0072b2; --people: #e69f00; --watch: #56b4e9; --failed: #d55e00; --unknown: #b8a200;
      --stopped: #cc79a7; --clock: #8a8a8a; } }
    svg.timeline text { fill: var(--i); } svg.timeline .f { fill: var(--f); }
    svg.timeline .b { font-weight: bold; } svg.timeline .grid { stroke: var(--g); }
    svg.timeline .mark { stroke: var(--i); stroke-dasharray: 6 3; }
    svg.timeline .row { fill: var(--g); fill-opacity: .35; }
    svg.timeline .planned { fill: none; stroke: var(--f); }
    svg.timeline .foreseen { fill: none; stroke: var(--work); stroke-dasharray: 4 3; }
    svg.timeline .work { fill: var(--work); } svg.timeline .other { fill: var(--g); }
    svg.timeline .people { fill: url(#t-people); } svg.timeline .watch { fill: url(#t-watch); }
    svg.timeline .clock { fill: url(#t-clock); } svg.timeline .stopped { fill: url(#t-stopped); }
    svg.timeline .unknown { fill: url(#t-unknown); stroke: var(--unknown); }
    svg.timeline .failed { fill: url(#t-failed); stroke: var(--failed); }
    svg.timeline .crash { fill: url(#t-crash); stroke: var(--i); }

    """
}
