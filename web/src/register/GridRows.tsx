import { useTranslation } from 'react-i18next';
import { isPeople } from '../api/fields';
import type { Field, RecordType, Row } from '../api/types';
import { StateChip } from '../ui/parts';
import { Rag, ragOf } from '../ui/rag';
import { CellEdit } from './CellEdit';
import { rowHeight, type Place } from './gridLayout';
import type { Line } from './group';
import { isFigure, valueText, type Reader } from './value';

interface RowProps {
  type: RecordType; row: Row; at: number; lead: string[]; columns: Field[]; widths: number[]; reader: Reader;
  active: Place; editing: Place | null; open: boolean; flash: boolean; done: () => void; pick: (place: Place) => void; activate: (place: Place) => void;
}

export function GridRow({ type, row, at, lead, columns, widths, reader, active, editing, open, flash, done, pick, activate }: RowProps) {
  const placeOf = (target: EventTarget): Place => ({ line: at, column: Number((target as HTMLElement).closest<HTMLElement>('[data-c]')?.dataset['c'] ?? 0) });
  return (
    <div role="row" aria-rowindex={at + 2} aria-selected={open} className={`rg-row${open ? ' rg-open' : ''}${flash ? ' rg-flash' : ''}`} style={{ top: at * rowHeight }} onClick={(e) => pick(placeOf(e.target))} onDoubleClick={(e) => activate(placeOf(e.target))}>
      {widths.map((width, c) => {
        const field = columns[c - lead.length];
        const here = active.line === at && active.column === c;
        const edited = editing && editing.line === at && editing.column === c && field;
        return (
          <div key={c} id={`rg-${at}-${c}`} data-c={c} role="gridcell" aria-colindex={c + 1} className={`rg-td${here ? ' rg-active' : ''}${field && isFigure(field) ? ' rg-figure' : ''}${field?.name === type.title ? ' rg-title' : ''}`} style={{ width }}>
            {edited ? <CellEdit type={type} row={row} field={field} done={done} /> : <CellText name={lead[c]} field={field} row={row} type={type} reader={reader} />}
          </div>
        );
      })}
    </div>
  );
}

function CellText({ name, field, row, type, reader }: { name: string | undefined; field: Field | undefined; row: Row; type: RecordType; reader: Reader }) {
  const { t } = useTranslation();
  if (name === 'number') return <span className="rg-number">{row.number}</span>;
  if (name === 'state') return <StateChip state={row.state} states={type.states} />;
  const value = field ? row[field.name] : undefined;
  if (field && (field.name === 'rag' || field.name === 'health') && value) return <Rag value={ragOf(value)} />;
  if (field?.kind === 'json') return <span>{value && typeof value === 'object' ? t(isPeople(field) ? 'record.people' : 'record.entries', { count: Object.keys(value).length }) : ''}</span>;
  const text = valueText(field, value, reader, row);
  return <span title={text.length > 16 ? text : undefined}>{text}</span>;
}

interface GroupProps { line: Extract<Line, { kind: 'group' }>; at: number; active: boolean; type: RecordType; group: string; reader: Reader; sample: Row[]; toggle: () => void }

export function GroupLine({ line, at, active, type, group, reader, sample, toggle }: GroupProps) {
  const { t } = useTranslation();
  const field = type.fields.find((f) => f.name === group);
  const row = sample.find((r) => String(r[group] ?? null) === line.key);
  const text = group === 'state' ? reader.label(type.states.find((s) => s.name === line.value)?.labels) : valueText(field, line.value, reader, row);
  return (
    <div role="row" aria-rowindex={at + 2} aria-expanded={!line.folded} className="rg-row rg-group" style={{ top: at * rowHeight }} onClick={toggle}>
      <div role="gridcell" id={`rg-${at}-0`} className={`rg-td${active ? ' rg-active' : ''}`} style={{ width: '100%' }}><span className="rg-twisty" aria-hidden="true">{line.folded ? '▸' : '▾'}</span> {text || t('common.none')} <span className="count">{line.count}</span></div>
    </div>
  );
}

interface HeadProps { names: string[]; lead: number; columns: Field[]; widths: number[]; width: number; sort: string | undefined; sortBy: (name: string) => void; reader: Reader }

export function GridHead({ names, lead, columns, widths, width, sort, sortBy, reader }: HeadProps) {
  const { t } = useTranslation();
  return (
    <div className="rg-head" role="row" aria-rowindex={1} style={{ width }}>
      {names.map((name, k) => {
        const column = columns[k - lead];
        const way = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
        return (
          <div key={name} role="columnheader" aria-sort={way} className={`rg-th${column && isFigure(column) ? ' rg-figure' : ''}`} style={{ width: widths[k] }}>
            <button type="button" tabIndex={-1} onClick={() => sortBy(name)}>{column ? reader.label(column.labels) : t(`register.${name}`)} <span aria-hidden="true" className="rg-arrow">{way === 'ascending' ? '▲' : way === 'descending' ? '▼' : ''}</span></button>
          </div>
        );
      })}
    </div>
  );
}
