import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { quote, useShortList } from '../api/records';
import { fieldOf, useSchema } from '../api/schema';
import { formatDay, todayMinutes } from '../format/date';
import { titleOfRow } from '../register/title';
import { Card, Skeleton, StateChip } from '../ui/parts';
import './home.css';

const dueNames = ['due', 'due_date', 'response_due', 'next_review', 'needed_by'];

/** The open records of one register, the overdue first. */
export function OpenItems({ record, title, filter, sort, limit = 6, quiet = false }: { record: string; title: string; filter?: string | undefined; sort?: string; limit?: number; quiet?: boolean }) {
  const { t } = useTranslation();
  const schema = useSchema();
  const type = schema?.records.get(record);
  const due = type ? dueNames.find((name) => fieldOf(type, name)) : undefined;
  const open = type?.states.filter((s) => !s.final).map((s) => quote(s.name)).join(', ');
  const full = [filter, open ? `state in (${open})` : ''].filter(Boolean).join(' and ');
  const list = useShortList(type?.plural ?? '', { filter: full || undefined, sort: sort && type && fieldOf(type, sort.replace('-', '')) ? sort : due, limit }, Boolean(type));
  if (!type || list.isError || (quiet && !list.data?.items.length)) return null;
  const today = formatDay(todayMinutes());
  return (
    <Card title={<Link to="/records/$record" params={{ record }} search={(filter ? { filter } : {}) as never} className="card-link">{title}</Link>} extra={list.data?.total ?? undefined}>
      {!list.data ? <Skeleton rows={3} /> : list.data.items.length === 0 ? <p className="card-none">{t('home.nothingOpen')}</p> : (
        <ul className="items">
          {list.data.items.map((row) => {
            const when = due && row[due] ? String(row[due]).slice(0, 10) : '';
            return (
              <li key={row.id}>
                <Link to="/records/$record/$id" params={{ record, id: row.id }} className="item-title">{titleOfRow(row, type)}</Link>
                <span className="item-facts">{row.titles?.['project'] ?? ''}</span>
                <StateChip state={row.state} states={type.states} />
                {when && <time className={when < today ? 'item-late' : 'item-when'}>{when}{when < today && <span className="visually-hidden"> {t('home.overdue')}</span>}</time>}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
