import type { FunctionType, Report } from '../api/types';

/** The pictures a function opens on, until its reader chooses others (functions that are not named: their first report). */
const opening: Record<string, string[]> = {
  process: ['process.compliance'], support: ['support.board'], strategy: ['strategy.tree'], risk: ['risk.matrix'],
  resource: ['resource.heat_map'], portfolio: ['portfolio.bubble'], performance: ['performance.s_curve', 'performance.bulls_eye'],
  communication: ['communication.timetable'], knowledge: ['knowledge.measures', 'knowledge.contributors'], change: ['change.saturation'],
  quality: ['quality.control_chart', 'quality.pareto'], finance: ['finance.waterfall', 'finance.budget_control'],
  procurement: ['procurement.suppliers', 'procurement.schedule'], conflict: ['conflict.escalation'], hse: ['hse.pyramid', 'hse.colour_map'],
  document: ['document.completeness'], training: ['training.competence_map'], audit: ['audit.live_tests', 'audit.measures'],
  culture: ['culture.dimensions', 'culture.heat'], stakeholder: ['stakeholder.grid'], change_control: ['change_control.board'],
  collaboration: ['collaboration.network', 'collaboration.responses'], time: ['time.projects'], scope: ['scope.wbs_chart'],
};

/** What a function opens on, of the reports at hand: within a project only what can be asked for it. */
export function openingOf(fn: string, reports: Report[]): Report[] {
  const named = reports.filter((r) => opening[fn]?.includes(r.name));
  const first = reports.find((r) => r.chart !== 'table') ?? reports[0];
  return named.length > 0 ? named : first ? [first] : [];
}

export const reportsWithin = (fn: FunctionType, project: string | undefined): Report[] =>
  project ? fn.reports.filter((r) => r.inputs?.some((f) => f.name === 'project')) : fn.reports;

export type GroupKey = 'glance' | 'time' | 'analysis' | 'list';
const alongTime: readonly string[] = ['line', 'curve', 'control', 'dates', 'calendar', 'fever'];

/** By the question a reader comes with; a report about one thing that must be named is an analysis. */
function groupOf(report: Report): GroupKey {
  const chart = report.chart ?? 'table';
  if (report.inputs?.some((f) => f.required) && chart !== 'board' && chart !== 'calendar') return 'analysis';
  if (chart === 'table' || chart === 'board') return 'list';
  return alongTime.includes(chart) ? 'time' : 'glance';
}

export function groupsOf(reports: Report[]): [GroupKey, Report[]][] {
  const order: GroupKey[] = ['glance', 'time', 'analysis', 'list'];
  return order.map((key): [GroupKey, Report[]] => [key, reports.filter((r) => groupOf(r) === key)]).filter(([, list]) => list.length > 0);
}
