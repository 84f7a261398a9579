import { useTranslation } from 'react-i18next';
import { To } from '../ui/To';
import type { ChartProps } from './parts';
import { isMeasure, nameColumn } from './shape';

const tones: Record<string, string> = { red: 'red', orange: 'orange', yellow: 'amber', amber: 'amber', blue: 'blue', green: 'green' };

/** Places or things as coloured fields; the colour is also a word. */
export function Tiles({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const name = nameColumn(table.columns, table.rows);
  const colour = table.columns.find((c) => c.kind === 'choice' || c.name === 'colour' || c.name === 'rag');
  if (!name) return <p className="chart-none">{t('report.noFigures')}</p>;
  return (
    <ul className="tiles" aria-label={label}>
      {table.rows.slice(0, 40).map((row, k) => {
        const to = teller.rowLink(row);
        const text = teller.tell(name, row) || t('common.none');
        return (
          <li key={k} className={`tile tile-${tones[String(colour ? row[colour.name] : '')] ?? 'grey'}`}>
            <span className="tile-name">{to ? <To to={to}>{text}</To> : text}</span>
            {colour && <span className="tile-colour">{teller.tell(colour, row) || t('common.none')}</span>}
            {table.columns.filter(isMeasure).map((c) => <span key={c.name} className="tile-fact">{teller.head(c)} <b>{teller.tell(c, row) || '—'}</b></span>)}
          </li>
        );
      })}
    </ul>
  );
}
