import { useTranslation } from 'react-i18next';
import type { ChartProps } from './parts';
import { figure, isMeasure, nameColumn } from './shape';

/** Large figures with their names; one row of them for each line of the table. */
export function Figures({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const measures = table.columns.filter(isMeasure);
  const name = table.rows.length > 1 ? nameColumn(table.columns, table.rows) : undefined;
  return (
    <div role="group" aria-label={label}>
      {table.rows.slice(0, 6).map((row, k) => (
        <div key={k} className="tells">
          {name && !isMeasure(name) && <h3 className="tells-name">{teller.tell(name, row)}</h3>}
          {measures.map((c) => (
            <div key={c.name} className="tell">
              <span className="tell-name">{teller.head(c)}</span>
              <strong className="tell-value">{figure(c, row) === null ? '—' : teller.tell(c, row)}</strong>
              {c.kind === 'percent' && figure(c, row) !== null && <span className="tell-track" aria-hidden="true"><span style={{ width: `${Math.max(0, Math.min(100, figure(c, row)!))}%` }} /></span>}
              {figure(c, row) === null && <span className="tell-none">{t('report.undefined')}</span>}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
