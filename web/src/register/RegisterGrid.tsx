import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { writable } from '../api/fields';
import { onChange } from '../api/live';
import type { Field, RecordType, Row } from '../api/types';
import { rowWindow } from '../plan/rows';
import type { RegisterSearch } from './filter';
import { copied, layout, moved, rowHeight, toggled, type Place } from './gridLayout';
import { GridHead, GridRow, GroupLine } from './GridRows';
import { groupRows } from './group';
import { useReader } from './useReader';

interface Props {
  type: RecordType; rows: Row[]; columns: Field[]; search: RegisterSearch; setSearch: (change: Partial<RegisterSearch>) => void;
  more: (() => void) | undefined; editable: boolean;
}

/** A virtual grid of any register: sorted by its heads, grouped, moved through and edited by key. */
export function RegisterGrid({ type, rows, columns, search, setSearch, more, editable }: Props) {
  const reader = useReader();
  const scroller = useRef<HTMLDivElement>(null);
  const [, paint] = useReducer((n: number) => n + 1, 0);
  const height = useHeight(scroller);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<Place>({ line: 0, column: 0 });
  const [editing, setEditing] = useState<Place | null>(null);
  const flashed = useFlashed(type.name);
  const lines = useMemo(() => groupRows(rows, search.group, folded), [rows, search.group, folded]);
  const { first, last } = rowWindow(scroller.current?.scrollTop ?? 0, height - rowHeight, rowHeight, lines.length, 6);
  useEffect(() => { if (more && last >= lines.length - 10) more(); }, [more, last, lines.length]);
  const { lead, widths, width } = layout(type, columns, scroller.current?.clientWidth ?? 0, reader.label);
  const sortBy = (name: string) => setSearch({ sort: search.sort === name ? `-${name}` : search.sort === `-${name}` ? undefined : name });
  const mayEdit = (column: number) => { const f = columns[column - lead.length]; return editable && f !== undefined && writable(f); };
  const activate = (place: Place) => {
    const line = lines[place.line];
    if (line?.kind === 'group') setFolded(toggled(folded, line.key));
    else if (line) { if (mayEdit(place.column)) setEditing(place); else setSearch({ open: line.row.id }); }
  };
  const pick = (place: Place) => { const line = lines[place.line]; setActive(place); if (!editing && line?.kind === 'row') setSearch({ open: line.row.id }); };
  const keys = (event: KeyboardEvent) => {
    if (editing) return;
    const next = moved(event, active, lines.length, widths.length, Math.floor(height / rowHeight) - 2);
    if (next) { event.preventDefault(); setActive(next); reveal(scroller.current!, next.line); return; }
    const line = lines[active.line];
    if (event.key === 'Enter' || event.key === 'F2') { event.preventDefault(); activate(active); }
    else if (event.key === ' ') { event.preventDefault(); if (line?.kind === 'row') setSearch({ open: line.row.id }); }
    else if (event.key === 'Escape' && search.open) setSearch({ open: undefined });
    else if (event.key === 'c' && (event.ctrlKey || event.metaKey)) void navigator.clipboard?.writeText(copied(line, columns, reader));
  };
  const done = () => { setEditing(null); scroller.current?.focus(); };
  return (
    <div className="rg-scroll" ref={scroller} onScroll={() => paint()} role={search.group ? 'treegrid' : 'grid'} aria-label={reader.label(type.labels)} aria-rowcount={lines.length + 1} aria-colcount={widths.length} tabIndex={0} onKeyDown={keys}
      aria-activedescendant={active.line >= first && active.line < last ? `rg-${active.line}-${active.column}` : undefined}>
      <GridHead names={[...lead, ...columns.map((c) => c.name)]} lead={lead.length} columns={columns} widths={widths} width={width} sort={search.sort} sortBy={sortBy} reader={reader} />
      <div className="rg-body" role="rowgroup" style={{ height: lines.length * rowHeight, width }}>
        {lines.slice(first, last).map((line, k) => (line.kind === 'group'
          ? <GroupLine key={`g${line.key}`} line={line} at={first + k} active={first + k === active.line} type={type} group={search.group!} reader={reader} sample={rows} toggle={() => setFolded(toggled(folded, line.key))} />
          : <GridRow key={line.row.id} type={type} row={line.row} at={first + k} lead={lead} columns={columns} widths={widths} reader={reader} active={active} editing={editing} open={search.open === line.row.id} flash={flashed.has(line.row.id)} done={done} pick={pick} activate={activate} />))}
      </div>
    </div>
  );
}

function useHeight(scroller: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(600);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return height;
}

function reveal(element: HTMLElement, line: number): void {
  const y = line * rowHeight;
  if (y < element.scrollTop) element.scrollTop = y;
  else if (y + rowHeight * 2 > element.scrollTop + element.clientHeight) element.scrollTop = y + rowHeight * 2 - element.clientHeight;
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
