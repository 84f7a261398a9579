import type { Texts } from './zh';

export const en: Texts = {
  common: {
    close: 'Close', cancel: 'Cancel', undo: 'Undo', redo: 'Redo', undone: 'Undone', redone: 'Redone', nothingToUndo: 'Nothing to undo', loading: 'Loading', failed: 'The data could not be read', retry: 'Try again',
    more: 'More', help: 'Help', yes: 'Yes', no: 'No', none: 'None', required: 'Required', listSeparator: ', ',
  },
  shell: {
    product: 'Tongchou', skip: 'Skip to content', navigation: 'Main navigation', search: 'Search or type a command', searchHelp: 'Records, screens, actions; pinyin initials work', demo: 'Demo data', demoHelp: 'This is the data of a demo enterprise; one click removes it', insecure: 'This connection is not encrypted: passwords and data can be read by others. Ask your administrator to enable TLS.',
    account: 'Account', signOut: 'Sign out', language: 'Language', theme: 'Appearance', themes: { light: 'Light', dark: 'Dark', system: 'Like the system' },
  },
  nav: { home: 'Home', work: 'My work', portfolio: 'Portfolio', projects: 'Projects', resources: 'Resources', finance: 'Finance', governance: 'Governance', knowledge: 'Knowledge', reports: 'Reports' },
  role: {
    pmo_director: 'PMO director', executive: 'Executive', project_manager: 'Project manager', team_member: 'Team member', resource_manager: 'Resource manager', sponsor: 'Sponsor', auditor: 'Auditor', external: 'External',
    system_administrator: 'System administrator', security_administrator: 'Security administrator', audit_administrator: 'Audit administrator',
  },
  rag: { red: 'Critical', amber: 'Warning', green: 'On track', grey: 'Not rated' },
  palette: { recent: 'Recent', records: 'Records', screens: 'Screens', actions: 'Actions', function: 'Function', none: 'Nothing found', create: 'New {{name}}', notAllowed: 'You are not permitted to', light: 'Switch to light', dark: 'Switch to dark' },
  signIn: { lead: 'The platform of your project management office', user: 'User name', password: 'Password', code: 'Verification code', go: 'Sign in', refused: 'The user name or the password is not right', setupNeeded: 'There is no account yet. Open the first-run link that the server printed when it started.' },
  setup: {
    title: 'First run', lead: 'Creates the organisation and its first administrators. This link works once.', organisation: 'Organisation', mode: 'Administration', name: 'Name', login: 'User name', password: 'Password', passwordHelp: 'At least 15 characters; pasting is welcome.', go: 'Create the organisation', done: 'The organisation exists. You can sign in now.', enter: 'Go to sign-in',
    modes: { small_team: 'Small team', three_administrators: 'Three administrators' },
    modeHelp: { small_team: 'One administrator and an independent audit administrator', three_administrators: 'System, security and audit administrators check each other' },
  },
  register: {
    number: 'Number', state: 'State', states: '{{count}} states', filter: 'Filter', find: 'Find by title', mine: 'Mine', onlyOpen: 'Open ones only', clear: 'Clear filters', group: 'Group', noGroup: 'No groups', count: '{{count}} records', import: 'Import (CSV, Excel)', export: 'Export', create: 'New {{name}}', doCreate: 'Create', createFirst: 'Create the first one',
    noMatch: 'No record matches', empty: 'There is no record yet', unknown: 'There is no such record, or you may not see it', moreFields: 'More fields ({{count}})', unreadable: 'This value cannot be read', saved: 'Saved', lookup: 'Find a record', typeToFind: 'Type a name to find it', fullPage: 'Open as a page',
  },
  import: {
    title: 'Import: {{name}}', drop: 'Drop a file here, or click to choose one', kinds: 'CSV (UTF-8, GB18030) or XLSX; the first row names the columns', choose: 'Choose a file', another: 'Choose another file', checking: 'Checking every row…', writing: 'Writing…',
    rule: 'A row without a number makes a record; a row whose number exists changes that record.', template: 'Download the register as a template', counts: '{{rows}} rows: {{created}} new, {{changed}} changed, {{unchanged}} unchanged', done: 'Imported: {{created}} new, {{changed}} changed, {{unchanged}} unchanged',
    sound: 'No errors: ready to import.', nothing: 'There is nothing to write.', errors: '{{total}} errors. Nothing has been written; correct the file and choose it again.', errorList: 'Errors', row: 'Row', column: 'Column', message: 'Problem', moreErrors: 'Only the first {{count}} are shown', start: 'Import {{count}} rows',
    unknownColumns: 'These columns match no field and are passed over: {{list}}', computedColumns: 'These columns are kept by the system and are passed over: {{list}}',
  },
  record: {
    paper: 'Download', fields: 'Fields', comments: 'Comments', files: 'Files', history: 'History', approvals: 'Approvals', relations: 'Relations', noRelations: 'No relations yet', addRelation: 'Add relation', relationKind: 'Relation', entries: '{{count}} entries', people: '{{count}} people', actionDone: '{{step}}: done', edit: 'Edit', add: 'Add', change: 'Change', created: 'Created {{when}}', updated: 'Updated {{when}}', notPermitted: 'You are not permitted to take this step', whyNot: 'Why not: {{step}}', stepDone: '{{step}}: now “{{state}}”', stale: 'Somebody changed the record; the newest content was read',
    delete: 'Delete', deleteTitle: 'Delete this record?', deleteText: 'It moves to the bin and can be restored.', deleted: 'Deleted', noComments: 'No comments yet', writeComment: 'Write a comment (Ctrl+Enter sends)', sendComment: 'Send', noFiles: 'No files yet', addFile: 'Add a file', watch: 'Watch', unwatch: 'Stop watching',
    command: { create: 'created', update: 'changed', delete: 'deleted', undo: 'undid', restore: 'restored' },
  },
  conflict: { title: 'Somebody else changed this too', lead: 'While you were editing, somebody saved ({{when}}). Choose what to keep for each field.', field: 'Field', mine: 'Mine', theirs: 'Theirs', allTheirs: 'Take all theirs', apply: 'Apply' },
  project: {
    tabs: 'Project tabs', switch: 'Switch project', count: '{{count}} projects', reds: '{{count}} critical', find: 'Find a project', create: 'New project', none: 'No project yet', noneText: 'A project holds a plan, risks, costs and documents. Create one, or import a Microsoft Project or P6 file as its plan.', rag: 'Health', name: 'Project', facts: 'Project', openPlan: 'Open the plan', open: 'open',
    registers: 'Registers', emptyTab: 'Nothing here yet', emptyTabText: 'Its functions have no register yet, or you may not see it.',
    tab: { overview: 'Overview', plan: 'Plan', scope: 'Scope', risks: 'Risks and issues', cost: 'Cost', resources: 'Resources', changes: 'Changes', quality: 'Quality/HSE', people: 'People', documents: 'Documents', process: 'Process' },
  },
  home: {
    onePager: 'One-pager (PDF)', morning: 'Good morning, {{name}}', afternoon: 'Good afternoon, {{name}}', evening: 'Good evening, {{name}}', weekday: { 0: 'Sunday', 1: 'Monday', 2: 'Tuesday', 3: 'Wednesday', 4: 'Thursday', 5: 'Friday', 6: 'Saturday' },
    attention: 'Projects that need attention', allProjects: 'All {{count}} projects', decisions: 'Decisions waiting', changes: 'Changes in progress', issues: 'Open issues', actions: 'Actions', slips: 'Against the baseline', gates: 'Gates', exceptions: 'Audit tests', topRisks: 'Gravest risks', lookAhead: 'Next two weeks', criticalPath: 'Critical path', myProjects: 'My projects', myActions: 'My actions', myRisks: 'Risks I own', nothingOpen: 'Nothing open', overdue: 'overdue', projectsUnit: 'projects',
  },
  section: {
    overview: 'Overview', functions: 'Functions', project: 'Project', allProjects: 'All projects', allReports: 'All reports',
    report: 'Report', unknown: 'There is no such page', notYet: 'The functions of this entry are being built', notYetText: 'Their registers and reports appear here by themselves once they are installed.',
    text: {
      work: 'What is due today and this week, what is blocked, actions, approvals and hours.', portfolio: 'Goals, programmes and the selection, ranking, balance and benefits of the portfolio.', projects: '', resources: 'Capacity, demand, conflicts, skills and training of people and roles.', finance: 'Budget, cost, earned value, contracts and suppliers.',
      governance: 'Processes and gates, change control, audit, quality, health, safety and environment.', knowledge: 'Documents, lessons, templates and culture.', reports: 'Every declared report, with filters, exports and an as-of time.', home: '',
    },
  },
  approval: {
    waiting: 'Waiting for my decision', waitingCount: '{{count}} waiting', noneWaiting: 'Nothing waits for your decision', noneWaitingText: 'What is submitted for you to decide appears here, with its evidence.', showAll: 'Show all {{count}}', mine: 'What I submitted', noneMine: 'No request of yours is running', noneHere: 'No approval of this record yet',
    asks: '{{who}} submitted on {{when}}: {{step}}', system: 'The system', actingFor: '(for {{who}})', openRecord: 'Open the record', shown: 'What was submitted', nothingShown: 'Nothing to show', digest: 'Evidence digest {{digest}}…', comment: 'Comment (needed to reject or return)', stageOf: 'Stage {{stage}} of {{count}}',
    approve: 'Approve', reject: 'Reject', return: 'Return', transfer: 'Transfer', add_sign: 'Add an approver', withdraw: 'Withdraw', withdrawTitle: 'Withdraw the request?', submit: 'Submit for approval: {{step}}', submitShort: 'Submit for approval', submitted: 'Submitted for approval', running: 'An approval is running', show: 'Show',
    done: { approve: 'Approved', reject: 'Rejected', return: 'Returned', transfer: 'Transferred', add_sign: 'Approver added', withdraw: 'Withdrawn' },
    said: { approve: 'approved', reject: 'rejected', return: 'returned', transfer: 'transferred' }, state: { queued: 'queued', waiting: 'waiting', decided: 'decided', dropped: 'dropped' }, mode: { all: 'all of them', sequence: 'one after another', percent: '{{percent}}% agree', any: 'any of them' },
  },
  notice: { bell: 'Notices, {{count}} unread', title: 'Notices', none: 'No notices', allSeen: 'Mark all read', asked: 'Your decision' },
  finding: {
    overdue: '{{count}} of {{total}} overdue', past: '{{count}} of {{total}} past their day', flag: '{{count}} of {{total}}: {{name}}', last: '{{when}}: {{name}} {{value}}', rows: '{{count}} in all', one: '{{who}}: {{name}} {{value}}', same: '{{name}} is {{value}} for all {{count}}', lowest: '{{name}}: lowest {{value}} ({{who}})', highest: '{{name}}: highest {{value}} ({{who}})',
  },
  report: {
    asOf: 'As of {{when}}', nothing: 'No data yet', needsInput: 'Choose what the report is about first', unknown: 'There is no such report, or you may not see it', table: 'Report figures', asTable: 'Show as a table', all: 'Total', measure: 'Figures shown', noFigures: 'Nothing that can be drawn', moreRows: '{{count}} more', undefined: 'no data yet', earlier: 'Month before', later: 'Month after', onDays: '{{count}} this month', weekday: { 0: 'Sun', 1: 'Mon', 2: 'Tue', 3: 'Wed', 4: 'Thu', 5: 'Fri', 6: 'Sat' },
    code: { project_without_objective: 'Project without an objective', objective_without_project: 'Objective without a project', gate_without_charter: 'Gate passed without a charter', change_before_approval: 'Change made before approval', edited_after_approval: 'Edited after approval', time_after_lock: 'Time booked after the lock', wbs_not_whole: 'WBS breaks the 100 % rule', untraced_requirement: 'Requirement without a trace', high_risk_without_owner: 'High risk without an owner', self_approval: 'Approved by the requester' },
  },
  risk: { matrix: 'Risk matrix', inherent: 'Inherent', residual: 'Residual', probability: 'Probability', impact: 'Impact', cell: 'Probability {{probability}}, impact {{impact}}: {{count}} risks', finding: '{{red}} of {{total}} risks are in the red zone', unrated: '{{count}} risks are not rated and not shown' },
  plan: {
    gridLabel: 'Activities of the plan', splitter: 'Divider between table and timeline', keyboardHint: 'Press the question mark for the keys', today: 'Today', statusDate: 'Status date', dayShort: 'd', newActivity: 'New activity', toolbar: 'Plan tools', stale: 'Somebody changed the plan; the newest one was read. Please try again', escCancels: 'Esc cancels',
    find: 'Find an activity', found: '{{count}} found', onlyMatches: 'Matches only', filter: 'Filter', filters: '{{count}} filters', clearFilter: 'Clear filters', insert: 'Insert an activity', indent: 'Indent', outdent: 'Outdent', remove: 'Delete', path: 'Highlight the path to and from', why: 'Why is this date?', zoom: 'Time scale', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit the project', goToday: 'Go to today', view: 'View', foldTo: 'Fold to', level: 'Level {{level}}', allLevels: 'All levels', drawn: 'On the timeline', density: 'Row height', columns: 'Columns',
    import: 'Import a plan file', export: 'Export', baselines: 'Baselines', setBaseline: 'Set a baseline', keys: 'Keyboard',
    quick: { critical: 'Critical', late: 'Later than baseline', inProgress: 'In progress', nextTwoWeeks: 'Next two weeks', milestones: 'Milestones', negativeFloat: 'Negative float', noPredecessor: 'No predecessor' },
    zoomStep: { hour: 'Hour', quarterDay: '6 hours', day: 'Day', shortDay: 'Day, compact', week: 'Week', month: 'Month', quarter: 'Quarter' },
    draw: { critical: 'Critical path', links: 'Dependencies', baseline: 'Baseline and variance', float: 'Float', resources: 'Resource names', idle: 'Non-working time' },
    rows: { 28: 'Compact', 32: 'Standard', 40: 'Comfortable' },
    format: { mspdi: 'Microsoft Project XML', xer: 'Primavera P6 XER', xlsx: 'Excel', csv: 'CSV', png: 'Picture (PNG)' },
    column: {
      number: 'No.', name: 'Activity', wbs: 'WBS', code: 'Code', duration: 'Duration', start: 'Start', finish: 'Finish', percent: '%', predecessors: 'Predecessors', total_float: 'Float', resources: 'Resources', variance: 'Finish var.', baseline_start: 'Bl. start', baseline_finish: 'Bl. finish', deadline: 'Deadline', free_float: 'Free float', bar: 'Bar',
    },
    bar: { noDates: 'no dates', critical: 'critical', milestone: 'milestone', float: 'total float {{value}}', late: '{{count}} days late', early: '{{count}} days early', deadlineMissed: 'deadline missed' },
    preview: { asking: 'Computing…', nothing: 'No activity moves', moves: 'Moves {{count}} activities', finishSame: 'finish unchanged', finish: 'finish {{value}}', milestones: '{{count}} milestones move', critical: '{{count}} become critical', deadlines: '{{count}} deadlines missed' },
    unreadable: { date: 'Not a date. Try 2026-10-08, 10-8 or +3', duration: 'Not a duration. Try 5, 5d, 4h or 2w', percent: 'Enter 0 to 100', name: 'A name is needed', predecessors: 'Not predecessors. Try 12 or 14SS+2d' },
    activities: '{{text}} activities', rowsShown: '{{text}} rows shown', selected: '{{count}} selected', linksCount: '{{text}} dependencies', criticalCount: '{{text}} critical', finishOn: 'Finish {{date}}', againstBaseline: '{{value}} against the baseline', refusals: '{{count}} cannot be scheduled', statusOn: 'Status date {{date}}', version: 'Version {{version}}',
    profile: { msp: 'Microsoft Project rules', p6: 'P6 rules', 'cn-jgj121': 'JGJ/T 121 rules' },
    removeTitle: 'Delete {{count}} activities?', removeHelp: 'What they hold and their dependencies go with them. It can be undone.', baselineName: 'Baseline {{date}}', baselineSaved: '“{{name}}” is set', freeze: 'Freeze the present dates', baselineNumber: 'Number', baselineNameLabel: 'Name', replaces: 'is replaced',
    importing: 'Importing {{name}}', reading: 'The server reads and schedules it…', sending: '{{percent}} % sent', importRefused: '{{name}} was not imported', imported: '{{name}} is imported', undoImport: 'Undo the import', showPlan: 'Show the plan', importActivities: 'activities', importLinks: 'dependencies', importCalendars: 'calendars', nothingLost: 'Nothing was lost.', lossTitle: '{{count}} kinds of content were not carried over', kept: '{{count}} more kinds are kept as they are and go back into the same format', lossField: 'Content', lossCount: 'Count', lossWhere: 'Where', drop: 'Drop to import the plan', dropKinds: 'MSPDI XML, XER, PMXML, XLSX, CSV', emptyTitle: 'This project has no plan yet', emptyText: 'Drop a Microsoft Project XML, P6 XER or Excel file anywhere on this page, or begin with a first activity.', firstActivity: 'Add the first activity',
    network: {
      title: 'Network diagrams', open: 'Network', back: 'Gantt', arrow: 'Arrows on time', node: 'Nodes', table: 'Times', branch: 'WBS branch', whole: 'All works', wave: 'Free float (wave)', dummy: 'Dummy', lag: 'Lag', work: 'Work', showInPlan: 'Show in the Gantt',
      arrowLabel: 'Time-scaled arrow diagram: left and right to the works before and after, up and down through all, plus and minus to zoom', nodeLabel: 'Node diagram: left and right to the works before and after, up and down through all, plus and minus to zoom',
      early_start: 'Early start', early_finish: 'Early finish', late_start: 'Late start', late_finish: 'Late finish', total_float: 'Total float', free_float: 'Free float',
      counts: '{{works}} works, {{events}} events, {{dummies}} dummies',
      leftOut: { links_of_other_kinds: '{{count}} overlapping links in the node diagram only', negative_lags: '{{count}} negative lags in the node diagram only', links_outside: '{{count}} links lead outside', links_of_summaries: '{{count}} links of summaries not drawn', spans: '{{count}} supporting activities not drawn', out_of_order: '{{count}} works began before their predecessors finished' },
    },
    progress: { title: 'Progress line', label: 'Progress line: {{late}} late, {{hits}} move the finish', lateness: 'Lateness', hitsSuccessors: 'Hits successors by', hitsFinish: 'Hits the finish by' },
    calendar: 'Calendar', actualStart: 'Actual start', actualFinish: 'Actual finish', constraintTitle: 'Constraint and deadline', constraintLabel: 'Constraint', constraintDate: 'Constraint date', predecessors: 'Predecessors', successors: 'Successors', noLinks: 'None', driving: 'driving', removeLink: 'Remove the dependency on “{{name}}”', notCritical: 'Not critical',
    kind: { summary: 'Summary', task: 'Task', start_milestone: 'Start milestone', finish_milestone: 'Finish milestone', level_of_effort: 'Level of effort', hammock: 'Hammock' },
    constraint: { asap: 'As soon as possible', alap: 'As late as possible', start_no_earlier_than: 'Start no earlier than', start_no_later_than: 'Start no later than', finish_no_earlier_than: 'Finish no earlier than', finish_no_later_than: 'Finish no later than', must_start_on: 'Must start on', must_finish_on: 'Must finish on' },
    whyTitle: 'Why', whyField: { start: 'Start', finish: 'Finish', total_float: 'Total float', critical: 'Critical' }, remedy: 'What would improve it:',
    whyKind: { duration: 'Duration', deadline: 'Deadline', project_finish: 'Project finish', must_finish_by: 'Imposed finish', levelling: 'Levelling', float: 'Float', rolled_up: 'Roll-up', link: 'Dependency', constraint: 'Constraint', calendar: 'Calendar', project_start: 'Project start', status_date: 'Status date', actual: 'Actual progress', manual: 'Manual', no_predecessor: 'No predecessor' },
    key: { rows: 'Up and down', cells: 'Left and right, fold and unfold', edit: 'Edit the cell', nextCell: 'Next cell while editing', shift: 'Move by a day', lengthen: 'Longer or shorter by a day', reorder: 'Change the order', indent: 'Indent, outdent', insert: 'Insert an activity', remove: 'Delete', undo: 'Undo, redo', level: 'Fold to that level', zoom: 'Zoom', fit: 'Whole project', today: 'Go to today', bar: 'Go to the bar', path: 'Highlight the path', why: 'Why is this date?', details: 'Details', find: 'Find', escape: 'Cancel, close' },
  },
};
