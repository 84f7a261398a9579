import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { onChange } from '../api/live';
import { useLabel } from '../api/schema';
import type { Field, RecordType, Row } from '../api/types';
import { rowWindow } from '../plan/rows';
import { StateChip } from '../ui/parts';
import { Rag, ragOf } from '../ui/rag';
import { CellEdit } from './CellEdit';
import { groupRows, type Line } from './group';
import type { RegisterSearch } from './filter';
import { useReader } from './useReader';
import { isFigure, valueText, type Reader } from './value';

const rowHeight = 32;
interface Props {
  type: RecordType; rows: Row[]; columns: Field[]; search: RegisterSearch; setSearch: (change: Partial<RegisterSearch>) => void;
  more: (() => void) | undefined; editable: boolean;
}
interface Place { line: number; column: number }

/** The widths a column begins with, by what it holds. */
function widthOf(field: Field, type: RecordType): number {
  if (field.name === type.title) return 320;
  if (field.multiline) return 260;
  return { text: 160, text2: 200, integer: 90, number: 100, percent: 84, money: 120, date: 108, moment: 140, boolean: 76, choice: 112, link: 150, minutes: 96 }[field.kind];
}

export function RegisterGrid({ type, rows, columns, search, setSearch, more, editable }: Props) {
  const { t } = useTranslation();
  const reader = useReader();
  const label = useLabel();
  const scroller = useRef<HTMLDivElement>(null);
  const [, paint] = useReducer((n: number) => n + 1, 0);
  const [height, setHeight] = useState(600);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<Place>({ line: 0, column: 0 });
  const [editing, setEditing] = useState<Place | null>(null);
  const flashed = useFlashed(type.name);
  const lines = useMemo(() => groupRows(rows, search.group, folded), [rows, search.group, folded]);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const top = scroller.current?.scrollTop ?? 0;
  const { first, last } = rowWindow(top, height - rowHeight, rowHeight, lines.length, 6);
  useEffect(() => { if (more && last >= lines.length - 10) more(); }, [more, last, lines.length]);
  const shown = ['number', ...(type.states.length ? ['state'] : [])];
  const widths = [110, ...(type.states.length ? [110] : []), ...columns.map((c) => widthOf(c, type))];
  const room = (scroller.current?.clientWidth ?? 0) - widths.reduce((a, b) => a + b, 0);
  const titleAt = columns.findIndex((c) => c.name === type.title);
  // The title takes what the others leave.
  if (room > 0 && titleAt >= 0) widths[titleAt + shown.length]! += room;
  const width = widths.reduce((a, b) => a + b, 0);
  const count = shown.length + columns.length;
  const sortBy = (name: string) => setSearch({ sort: search.sort === name ? `-${name}` : search.sort === `-${name}` ? undefined : name });
  const reveal = (line: number) => {
    const element = scroller.current!;
    const y = line * rowHeight;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y + rowHeight * 2 > element.scrollTop + element.clientHeight) element.scrollTop = y + rowHeight * 2 - element.clientHeight;
  };
  const fieldAt = (column: number): Field | undefined => columns[column - shown.length];
  const mayEdit = (column: number) => { const f = fieldAt(column); return editable && f !== undefined && !f.read_only && !f.computed; };
  const activate = (place: Place) => {
    const line = lines[place.line];
    if (line?.kind === 'group') setFolded(toggled(folded, line.key));
    else if (line) { if (mayEdit(place.column)) setEditing(place); else setSearch({ open: line.row.id }); }
  };
  const keys = (event: KeyboardEvent) => {
    if (editing) return;
    const go = (line: number, column: number) => { event.preventDefault(); const next = { line: Math.max(0, Math.min(lines.length - 1, line)), column: Math.max(0, Math.min(count - 1, column)) }; setActive(next); reveal(next.line); };
    const page = Math.floor(height / rowHeight) - 2;
    const line = lines[active.line];
    switch (event.key) {
      case 'ArrowDown': case 'j': go(active.line + 1, active.column); break;
      case 'ArrowUp': case 'k': go(active.line - 1, active.column); break;
      case 'ArrowRight': go(active.line, active.column + 1); break;
      case 'ArrowLeft': go(active.line, active.column - 1); break;
      case 'PageDown': go(active.line + page, active.column); break;
      case 'PageUp': go(active.line - page, active.column); break;
      case 'Home': go(event.ctrlKey ? 0 : active.line, 0); break;
      case 'End': go(event.ctrlKey ? lines.length - 1 : active.line, count - 1); break;
      case 'Enter': case 'F2': event.preventDefault(); activate(active); break;
      case ' ': event.preventDefault(); if (line?.kind === 'row') setSearch({ open: line.row.id }); break;
      case 'Escape': if (search.open) setSearch({ open: undefined }); break;
      case 'c': if (event.ctrlKey || event.metaKey) void navigator.clipboard?.writeText(copied(lines[active.line], columns, reader)); break;
    }
  };
  const arrow = (name: string) => (search.sort === name ? '▲' : search.sort === `-${name}` ? '▼' : '');
  const sortState = (name: string) => (search.sort === name ? 'ascending' : search.sort === `-${name}` ? 'descending' : 'none');
  return (
    <div className="rg-scroll" ref={scroller} onScroll={() => paint()} role={search.group ? 'treegrid' : 'grid'} aria-label={label(type.labels)} aria-rowcount={lines.length + 1} aria-colcount={count} tabIndex={0} onKeyDown={keys}
      aria-activedescendant={active.line >= first && active.line < last ? `rg-${active.line}-${active.column}` : undefined}>
      <div className="rg-head" role="row" aria-rowindex={1} style={{ width }}>
        {[...shown, ...columns.map((c) => c.name)].map((name, k) => (
          <div key={name} role="columnheader" aria-sort={sortState(name)} className={`rg-th${k >= shown.length && isFigure(columns[k - shown.length]!) ? ' rg-figure' : ''}`} style={{ width: widths[k] }}>
            <button type="button" tabIndex={-1} onClick={() => sortBy(name)}>{k < shown.length ? t(`register.${name}`) : label(columns[k - shown.length]!.labels)} <span aria-hidden="true" className="rg-arrow">{arrow(name)}</span></button>
          </div>
        ))}
      </div>
      <div className="rg-body" role="rowgroup" style={{ height: lines.length * rowHeight, width }}>
        {lines.slice(first, last).map((line, k) => {
          const at = first + k;
          return line.kind === 'group' ? <GroupLine key={`g${line.key}`} line={line} at={at} active={at === active.line} type={type} group={search.group!} reader={reader} sample={rows} toggle={() => setFolded(toggled(folded, line.key))} /> : (
            <div key={line.row.id} role="row" aria-rowindex={at + 2} aria-selected={search.open === line.row.id} className={`rg-row${search.open === line.row.id ? ' rg-open' : ''}${flashed.has(line.row.id) ? ' rg-flash' : ''}`} style={{ top: at * rowHeight }}
              onClick={(e) => { const c = Number((e.target as HTMLElement).closest<HTMLElement>('[data-c]')?.dataset['c'] ?? 0); setActive({ line: at, column: c }); if (!editing) setSearch({ open: line.row.id }); }}
              onDoubleClick={(e) => { const c = Number((e.target as HTMLElement).closest<HTMLElement>('[data-c]')?.dataset['c'] ?? 0); activate({ line: at, column: c }); }}>
              {widths.map((w, c) => (
                <div key={c} id={`rg-${at}-${c}`} data-c={c} role="gridcell" aria-colindex={c + 1} className={`rg-td${active.line === at && active.column === c ? ' rg-active' : ''}${c >= shown.length && isFigure(columns[c - shown.length]!) ? ' rg-figure' : ''}${fieldAt(c)?.name === type.title ? ' rg-title' : ''}`} style={{ width: w }}>
                  {editing && editing.line === at && editing.column === c
                    ? <CellEdit type={type} row={line.row} field={fieldAt(c)!} done={() => { setEditing(null); scroller.current?.focus(); }} />
                    : <CellText name={shown[c]} field={fieldAt(c)} row={line.row} type={type} reader={reader} />}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function CellText({ name, field, row, type, reader }: { name: string | undefined; field: Field | undefined; row: Row; type: RecordType; reader: Reader }) {
  if (name === 'number') return <span className="rg-number">{row.number}</span>;
  if (name === 'state') return <StateChip state={row.state} states={type.states} />;
  const value = field ? row[field.name] : undefined;
  if (field && (field.name === 'rag' || field.name === 'health') && value) return <Rag value={ragOf(value)} />;
  const text = valueText(field, value, reader, row);
  return <span title={text.length > 16 ? text : undefined}>{text}</span>;
}

function GroupLine({ line, at, active, type, group, reader, sample, toggle }: { line: Extract<Line, { kind: 'group' }>; at: number; active: boolean; type: RecordType; group: string; reader: Reader; sample: Row[]; toggle: () => void }) {
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

function copied(line: Line | undefined, columns: Field[], reader: Reader): string {
  return line?.kind === 'row' ? columns.map((c) => valueText(c, line.row[c.name], reader, line.row)).join('\t') : '';
}

/** Rows somebody changed a moment ago. */
function useFlashed(record: string): ReadonlySet<string> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => onChange((change) => {
    if (change.record !== record) return;
    setIds((old) => new Set([...old, change.id]));
    setTimeout(() => setIds((old) => new Set([...old].filter((id) => id !== change.id))), 4000);
  }), [record]);
  return ids;
}
