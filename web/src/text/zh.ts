export const zh = {
  common: {
    close: '关闭', cancel: '取消', undo: '撤销', redo: '重做', undone: '已撤销', redone: '已重做', nothingToUndo: '没有可撤销的操作', loading: '正在读取', failed: '没有读到数据', retry: '重试',
    more: '更多', help: '帮助', yes: '是', no: '否', none: '无', required: '必填', listSeparator: '、',
  },
  shell: {
    product: '统筹', skip: '跳到内容', navigation: '主导航', search: '搜索或输入命令', searchHelp: '记录、页面、操作；支持拼音首字母', demo: '演示数据', demoHelp: '这里的数据是演示企业的，可以一键删除', insecure: '当前连接未加密：密码和数据可能被他人读取。请联系管理员启用 TLS。',
    account: '账户', signOut: '退出登录', language: '语言', theme: '外观', themes: { light: '浅色', dark: '深色', system: '跟随系统' },
  },
  nav: { home: '工作台', work: '我的工作', portfolio: '组合', projects: '项目', resources: '资源', finance: '财务采购', governance: '治理', knowledge: '知识', reports: '报表' },
  role: {
    pmo_director: 'PMO 总监', executive: '高管', project_manager: '项目经理', team_member: '团队成员', resource_manager: '资源经理', sponsor: '发起人', auditor: '审计员', external: '外部人员',
    system_administrator: '系统管理员', security_administrator: '安全管理员', audit_administrator: '审计管理员',
  },
  rag: { red: '严重', amber: '预警', green: '正常', grey: '未评' },
  palette: { recent: '最近', records: '记录', screens: '页面', actions: '操作', function: '职能', none: '没有找到', create: '新建{{name}}', notAllowed: '你没有此权限', light: '切换到浅色外观', dark: '切换到深色外观' },
  signIn: { lead: '项目管理办公室平台', user: '用户名', password: '密码', code: '验证码', go: '登录', refused: '用户名或密码不正确', setupNeeded: '还没有任何账户。请打开服务器启动时打印的首次设置链接。' },
  setup: {
    title: '首次设置', lead: '建立组织和最初的管理员。此链接只能使用一次。', organisation: '组织名称', mode: '管理方式', name: '姓名', login: '用户名', password: '密码', passwordHelp: '密码至少 15 个字符，可以粘贴。', go: '建立组织', done: '组织已建立，现在可以登录。', enter: '前往登录',
    modes: { small_team: '小团队', three_administrators: '三员分立' },
    modeHelp: { small_team: '一位管理员，另有一位独立的审计管理员', three_administrators: '系统、安全、审计三位管理员互相制约' },
  },
  register: {
    number: '编号', state: '状态', states: '状态 {{count}} 项', filter: '筛选', find: '按标题查找', mine: '我负责的', onlyOpen: '仅未关闭', clear: '清除筛选', group: '分组', noGroup: '不分组', count: '{{count}} 条', import: '导入（CSV、Excel）', export: '导出', create: '新建{{name}}', doCreate: '新建', createFirst: '新建第一条',
    noMatch: '没有符合条件的记录', empty: '这里还没有记录', unknown: '没有这种记录，或你无权查看', moreFields: '更多字段（{{count}}）', unreadable: '无法识别这个值', saved: '已保存', lookup: '查找记录', typeToFind: '输入名称查找', fullPage: '打开整页',
  },
  import: {
    title: '导入到{{name}}', drop: '把文件拖到这里，或点击选择', kinds: 'CSV（UTF-8、GB18030）或 XLSX，第一行为列名', choose: '选择文件', another: '选择其他文件', checking: '正在检查每一行…', writing: '正在写入…',
    rule: '编号留空的行新建记录，编号已存在的行修改该记录。', template: '下载现有台账作为模板', counts: '共 {{rows}} 行：新建 {{created}}，修改 {{changed}}，不变 {{unchanged}}', done: '已导入：新建 {{created}}，修改 {{changed}}，不变 {{unchanged}}',
    sound: '没有错误，可以导入。', nothing: '没有需要写入的内容。', errors: '有 {{total}} 处错误，尚未写入任何内容。请修正文件后重新选择。', errorList: '错误列表', row: '行', column: '列', message: '问题', moreErrors: '仅显示前 {{count}} 处', start: '导入 {{count}} 行',
    unknownColumns: '以下列与任何字段都不相符，将被忽略：{{list}}', computedColumns: '以下列由系统维护，将被忽略：{{list}}',
  },
  record: {
    paper: '下载报告', fields: '字段', comments: '评论', files: '附件', history: '历史', approvals: '审批', relations: '关联', noRelations: '还没有关联', addRelation: '添加关联', relationKind: '关系', entries: '{{count}} 项', people: '{{count}} 人', actionDone: '{{step}}：已完成', edit: '编辑', add: '添加', change: '更改', created: '创建于 {{when}}', updated: '更新于 {{when}}', notPermitted: '你没有执行此步骤的权限', whyNot: '为什么不能{{step}}', stepDone: '{{step}}：现在是“{{state}}”', stale: '记录已被他人更改，已读取最新内容',
    delete: '删除', deleteTitle: '删除此记录？', deleteText: '记录会移入回收站，可以恢复。', deleted: '已删除', noComments: '还没有评论', writeComment: '写评论（Ctrl+Enter 发送）', sendComment: '发送', noFiles: '还没有附件', addFile: '添加附件', watch: '关注', unwatch: '取消关注',
    command: { create: '新建', update: '更改', delete: '删除', undo: '撤销', restore: '恢复' },
  },
  conflict: { title: '此处也被他人更改', lead: '你编辑期间，他人已保存（{{when}}）。请为每个字段选择保留哪一个。', field: '字段', mine: '我的', theirs: '他人的', allTheirs: '全部用他人的', apply: '应用' },
  project: {
    tabs: '项目页签', switch: '切换项目', count: '{{count}} 个项目', reds: '{{count}} 个严重', find: '查找项目', create: '新建项目', none: '还没有项目', noneText: '项目是计划、风险、成本和文档的归属。新建一个，或导入 Microsoft Project、P6 文件作为计划。', rag: '状况', name: '项目', facts: '项目信息', openPlan: '打开计划', open: '未关闭',
    registers: '登记册', emptyTab: '此页签还没有内容', emptyTabText: '相应功能尚未提供登记册，或你无权查看。',
    tab: { overview: '概览', plan: '计划', scope: '范围', risks: '风险与问题', cost: '成本', resources: '资源', changes: '变更', quality: '质量/HSE', people: '干系人与沟通', documents: '文档', process: '流程与支持' },
  },
  home: {
    onePager: '一页通（PDF）', morning: '早上好，{{name}}', afternoon: '下午好，{{name}}', evening: '晚上好，{{name}}', weekday: { 0: '星期日', 1: '星期一', 2: '星期二', 3: '星期三', 4: '星期四', 5: '星期五', 6: '星期六' },
    attention: '需要关注的项目', allProjects: '全部 {{count}} 个项目', decisions: '待决策', changes: '待处理的变更', issues: '未关闭的问题', actions: '行动项', slips: '相对基准的偏差', gates: '阶段门', exceptions: '自动审计发现', topRisks: '最严重的风险', lookAhead: '未来两周', criticalPath: '关键路径', myProjects: '我的项目', myActions: '我的行动项', myRisks: '我负责的风险', nothingOpen: '没有未关闭的记录', overdue: '已逾期', projectsUnit: '个项目',
  },
  section: {
    overview: '总览', functions: '职能', project: '项目', allProjects: '全部项目', allReports: '全部报表',
    report: '报表', unknown: '没有这个页面', notYet: '此处的功能还在建设中', notYetText: '相应功能装入后，它们的登记册和报表会自动出现在这里。',
    text: {
      work: '今天、本周和被阻塞的任务，待办行动项、审批与工时在这里集中。', portfolio: '战略目标、项目群与组合的选择、排序、平衡和效益。', projects: '', resources: '人员与角色的能力、需求、冲突、技能和培训。', finance: '预算、成本、挣值、合同与供应商。',
      governance: '流程与阶段门、变更控制、审计、质量和职业健康安全环境。', knowledge: '文档、经验教训、模板和文化。', reports: '所有已声明的报表，可筛选、导出，数字注明截止时间。', home: '',
    },
  },
  approval: {
    waiting: '待我审批', waitingCount: '{{count}} 项', noneWaiting: '没有等待您的审批', noneWaitingText: '有人提交需要您决定的事项时，它会连同依据出现在这里。', showAll: '显示全部 {{count}} 项', mine: '我提交的审批', noneMine: '没有进行中的申请', noneHere: '此记录还没有审批',
    asks: '{{who}} 于 {{when}} 提交：{{step}}', system: '系统', actingFor: '（代 {{who}}）', openRecord: '打开记录', shown: '提交时的内容', nothingShown: '没有可显示的内容', digest: '依据摘要 {{digest}}…', comment: '意见（否决或退回时必填）', stageOf: '第 {{stage}}/{{count}} 节点',
    approve: '同意', reject: '否决', return: '退回', transfer: '转办', add_sign: '加签', withdraw: '撤回', withdrawTitle: '撤回申请？', submit: '提交审批：{{step}}', submitShort: '提交审批', submitted: '已提交审批', running: '审批进行中', show: '查看',
    done: { approve: '已同意', reject: '已否决', return: '已退回', transfer: '已转办', add_sign: '已加签', withdraw: '已撤回' },
    said: { approve: '同意', reject: '否决', return: '退回', transfer: '转办' }, state: { queued: '排队', waiting: '等待中', decided: '已决定', dropped: '已取消' }, mode: { all: '会签', sequence: '依次', percent: '{{percent}}% 通过', any: '或签' },
  },
  notice: { bell: '通知，{{count}} 条未读', title: '通知', none: '没有通知', allSeen: '全部已读', asked: '待您审批' },
  finding: {
    overdue: '{{total}} 项中 {{count}} 项逾期', past: '{{total}} 项中 {{count}} 项已过期限', flag: '{{total}} 项中 {{count}} 项：{{name}}', last: '{{when}}：{{name}} {{value}}', rows: '共 {{count}} 项', one: '{{who}}：{{name}} {{value}}', same: '{{count}} 项的{{name}}均为 {{value}}', lowest: '{{name}}：最低 {{value}}（{{who}}）', highest: '{{name}}：最高 {{value}}（{{who}}）',
  },
  report: {
    asOf: '截至 {{when}}', nothing: '还没有数据', needsInput: '请先选择条件', unknown: '没有这个报表，或您无权查看', table: '报表数据', asTable: '以表格显示', all: '合计', measure: '显示的指标', noFigures: '没有可以作图的数据', moreRows: '另有 {{count}} 项', undefined: '尚无数据', earlier: '上个月', later: '下个月', onDays: '本月 {{count}} 项', weekday: { 0: '日', 1: '一', 2: '二', 3: '三', 4: '四', 5: '五', 6: '六' },
    code: { project_without_objective: '项目无目标', objective_without_project: '目标无项目', gate_without_charter: '关口通过但无章程', change_before_approval: '变更先于批准实施', edited_after_approval: '批准后被修改', time_after_lock: '锁定后登记工时', wbs_not_whole: 'WBS 未满足 100% 规则', untraced_requirement: '需求无追溯', high_risk_without_owner: '高风险无负责人', self_approval: '自我审批' },
  },
  risk: { matrix: '风险矩阵', inherent: '固有', residual: '残余', probability: '概率', impact: '影响', cell: '概率 {{probability}}，影响 {{impact}}：{{count}} 个风险', finding: '{{total}} 个风险中有 {{red}} 个处于红区', unrated: '{{count}} 个风险未评级，不在矩阵中' },
  plan: {
    gridLabel: '计划活动', splitter: '表格与时间线的分隔', keyboardHint: '按问号键查看键盘操作', today: '今天', statusDate: '状态日期', dayShort: '天', newActivity: '新活动', toolbar: '计划工具', stale: '计划已被他人更改，已读取最新内容，请重新操作', escCancels: 'Esc 取消',
    find: '查找活动', found: '{{count}} 个', onlyMatches: '仅显示匹配', filter: '筛选', filters: '筛选 {{count}} 项', clearFilter: '清除筛选', insert: '插入活动', indent: '降级', outdent: '升级', remove: '删除', path: '突出显示前后路径', why: '为什么是这个日期', zoom: '时间刻度', zoomIn: '放大', zoomOut: '缩小', fit: '显示整个项目', goToday: '到今天', view: '显示', foldTo: '折叠到', level: '第 {{level}} 级', allLevels: '全部展开', drawn: '时间线上显示', density: '行高', columns: '列',
    import: '导入计划文件', export: '导出', baselines: '基准', setBaseline: '设置基准', keys: '键盘操作',
    quick: { critical: '关键', late: '晚于基准', inProgress: '进行中', nextTwoWeeks: '未来两周', milestones: '里程碑', negativeFloat: '负浮动', noPredecessor: '无前置' },
    zoomStep: { hour: '小时', quarterDay: '6 小时', day: '日', shortDay: '日（紧凑）', week: '周', month: '月', quarter: '季度' },
    draw: { critical: '关键路径', links: '依赖关系', baseline: '基准与偏差', float: '浮动时间', resources: '资源名称', idle: '非工作时间' },
    rows: { 28: '紧凑', 32: '标准', 40: '宽松' },
    format: { mspdi: 'Microsoft Project XML', xer: 'Primavera P6 XER', xlsx: 'Excel', csv: 'CSV', png: '图片（PNG）' },
    column: {
      number: '序号', name: '活动名称', wbs: 'WBS', code: '编码', duration: '工期', start: '开始', finish: '完成', percent: '完成%', predecessors: '前置', total_float: '总浮动', resources: '资源', variance: '完成偏差', baseline_start: '基准开始', baseline_finish: '基准完成', deadline: '最后期限', free_float: '自由浮动', bar: '日程条',
    },
    bar: { noDates: '没有日期', critical: '关键', milestone: '里程碑', float: '总浮动 {{value}}', late: '晚 {{count}} 天', early: '早 {{count}} 天', deadlineMissed: '超过最后期限' },
    preview: { asking: '正在计算…', nothing: '没有活动移动', moves: '移动 {{count}} 项活动', finishSame: '完工不变', finish: '完工 {{value}}', milestones: '{{count}} 个里程碑改期', critical: '{{count}} 项变为关键', deadlines: '{{count}} 项超过最后期限' },
    unreadable: { date: '无法识别日期，例如 2026-10-08、10-8、+3', duration: '无法识别工期，例如 5、5 天、4 小时、2 周', percent: '请输入 0 到 100', name: '名称不能为空', predecessors: '无法识别前置，例如 12、14SS+2天' },
    activities: '{{text}} 项活动', rowsShown: '显示 {{text}} 行', selected: '已选 {{count}} 项', linksCount: '{{text}} 条依赖', criticalCount: '{{text}} 项关键', finishOn: '完工 {{date}}', againstBaseline: '比基准 {{value}}', refusals: '{{count}} 处无法排程', statusOn: '状态日期 {{date}}', version: '第 {{version}} 版',
    profile: { msp: '按 Microsoft Project 规则', p6: '按 P6 规则', 'cn-jgj121': '按 JGJ/T 121 规则' },
    removeTitle: '删除 {{count}} 项活动？', removeHelp: '下级活动和依赖关系一并删除，可以撤销。', baselineName: '基准 {{date}}', baselineSaved: '已设置“{{name}}”', freeze: '冻结当前日期', baselineNumber: '编号', baselineNameLabel: '名称', replaces: '将被替换',
    importing: '正在导入 {{name}}', reading: '服务器正在读取并排程…', sending: '已发送 {{percent}}%', importRefused: '没有导入 {{name}}', imported: '已导入 {{name}}', undoImport: '撤销导入', showPlan: '查看计划', importActivities: '项活动', importLinks: '条依赖', importCalendars: '个日历', nothingLost: '没有丢失任何内容。', lossTitle: '{{count}} 类内容没有带入', kept: '另有 {{count}} 类内容原样保留，导出同一格式时写回', lossField: '内容', lossCount: '数量', lossWhere: '位置', drop: '松开以导入计划', dropKinds: 'MSPDI XML、XER、PMXML、XLSX、CSV', emptyTitle: '这个项目还没有计划', emptyText: '把 Microsoft Project 的 XML、P6 的 XER 或 Excel 文件拖到页面任何位置，或从第一项活动开始。', firstActivity: '添加第一项活动',
    network: {
      title: '网络图', open: '网络图', back: '横道图', arrow: '双代号时标', node: '单代号', table: '时间参数表', branch: 'WBS 分支', whole: '全部工作', wave: '自由时差（波形线）', dummy: '虚工作', lag: '间歇时间', work: '工作', showInPlan: '在横道图中显示',
      arrowLabel: '双代号时标网络图：左右方向键到前后工作，上下键逐项选择，加减号缩放', nodeLabel: '单代号网络图：左右方向键到前后工作，上下键逐项选择，加减号缩放',
      early_start: '最早开始 ES', early_finish: '最早完成 EF', late_start: '最迟开始 LS', late_finish: '最迟完成 LF', total_float: '总时差 TF', free_float: '自由时差 FF',
      counts: '{{works}} 项工作，{{events}} 个节点，{{dummies}} 条虚箭线',
      leftOut: { links_of_other_kinds: '{{count}} 条搭接关系只见于单代号图', negative_lags: '{{count}} 条负间歇只见于单代号图', links_outside: '{{count}} 条关系连到图外', links_of_summaries: '{{count}} 条摘要关系未画', spans: '{{count}} 项支持性工作未画', out_of_order: '{{count}} 项工作早于紧前工作开始' },
    },
    progress: { title: '前锋线', label: '前锋线：滞后 {{late}} 项，影响总工期 {{hits}} 项', lateness: '进度滞后', hitsSuccessors: '影响后续工作', hitsFinish: '影响总工期' },
    calendar: '日历', actualStart: '实际开始', actualFinish: '实际完成', constraintTitle: '限制与期限', constraintLabel: '限制', constraintDate: '限制日期', predecessors: '前置活动', successors: '后续活动', noLinks: '无', driving: '驱动', removeLink: '删除与“{{name}}”的依赖', notCritical: '非关键',
    kind: { summary: '摘要', task: '任务', start_milestone: '开始里程碑', finish_milestone: '完成里程碑', level_of_effort: '支持工作', hammock: '吊床活动' },
    constraint: { asap: '越早越好', alap: '越晚越好', start_no_earlier_than: '不早于…开始', start_no_later_than: '不晚于…开始', finish_no_earlier_than: '不早于…完成', finish_no_later_than: '不晚于…完成', must_start_on: '必须开始于', must_finish_on: '必须完成于' },
    whyTitle: '为什么', whyField: { start: '开始', finish: '完成', total_float: '总浮动', critical: '关键' }, remedy: '怎样改善：',
    whyKind: { duration: '工期', deadline: '期限', project_finish: '项目完工', must_finish_by: '规定完工', levelling: '资源平衡', float: '浮动时间', rolled_up: '汇总', link: '依赖', constraint: '限制', calendar: '日历', project_start: '项目开始', status_date: '状态日期', actual: '实际进展', manual: '手动排程', no_predecessor: '没有前置' },
    key: { rows: '上下移动', cells: '左右移动，折叠展开', edit: '编辑单元格', nextCell: '编辑时到下一格', shift: '移动一天', lengthen: '延长或缩短一天', reorder: '调整顺序', indent: '降级、升级', insert: '插入活动', remove: '删除', undo: '撤销、重做', level: '折叠到该级', zoom: '缩放', fit: '整个项目', today: '到今天', bar: '到日程条', path: '突出前后路径', why: '为什么是这个日期', details: '详细信息', find: '查找', escape: '取消、关闭' },
  },
};

export type Texts = typeof zh;
