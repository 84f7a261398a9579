import { useTranslation } from 'react-i18next';
import { useLabel } from '../api/schema';
import type { FunctionType, RecordType } from '../api/types';
import { To, useGo } from '../ui/To';
import { groupsOf, reportsWithin } from '../report/groups';

interface Entry { to: string; key: string; text: string }

/** What there is to see of a function: its overview, registers and reports in groups; a list beside, one field on narrow screens. */
export function FunctionRail({ fn, project, types, current, within }: { fn: FunctionType; project: string | undefined; types: RecordType[]; current: string; within: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const go = useGo();
  const place = within ? `/projects/${project}/${window.location.pathname.split('/')[3] ?? ''}` : `/functions/${fn.name}`;
  const to = (view: Record<string, string>) => {
    const search = new URLSearchParams({ ...(within ? { fn: fn.name } : project ? { project } : {}), ...view });
    return search.size > 0 ? `${place}?${search.toString()}` : place;
  };
  const reportTo = (name: string) => (within ? to({ report: name }) : `/reports/${name}${project ? `?project=${project}` : ''}`);
  const overview: Entry = { key: '', to: to({}), text: t('section.overview') };
  const groups: [string, Entry[]][] = [
    [t('project.registers'), types.map((type) => ({ key: type.name, to: to({ register: type.name }), text: label(type.labels) }))],
    ...groupsOf(reportsWithin(fn, within ? project : undefined)).map(([key, list]): [string, Entry[]] => [t(`report.group.${key}`), list.map((r) => ({ key: r.name, to: reportTo(r.name), text: label(r.labels) }))]),
  ];
  const shown = groups.filter(([, list]) => list.length > 0);
  const all = [overview, ...shown.flatMap(([, list]) => list)];
  const link = (one: Entry) => <To to={one.to} className="rail-link" current={one.key === current} view={one.key}>{one.text}</To>;
  return (
    <>
      <nav className="rail" aria-label={label(fn.labels)}>
        {link(overview)}
        {shown.map(([name, list]) => (
          <div key={name}><h2 className="rail-head">{name}</h2><ul>{list.map((one) => <li key={one.key}>{link(one)}</li>)}</ul></div>
        ))}
      </nav>
      <select className="select rail-select" aria-label={label(fn.labels)} value={current} onChange={(e) => go(all.find((one) => one.key === e.target.value)!.to)}>
        <option value="">{overview.text}</option>
        {shown.map(([name, list]) => <optgroup key={name} label={name}>{list.map((one) => <option key={one.key} value={one.key}>{one.text}</option>)}</optgroup>)}
      </select>
    </>
  );
}
