import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import type { Field, Labels, RecordType, Report, Schema } from '../../src/api/types';
import { look, type Language } from '../world';
import { fill, fieldIn } from './form';
import type { Line } from './script';

export interface Named { id: string; title: string; record: string }

/** Walks the lines of a journey through the screens, one browser context for each person. */
export class Player {
  private pages = new Map<string, Page>();
  private names = new Map<string, Named>();
  private at = new Map<Page, string>();
  private schema!: Schema;
  private who = 'pmo';
  private readonly stamp = Date.now().toString(36).slice(-5).toUpperCase();

  constructor(private browser: Browser, private baseURL: string, private language: Language) {}

  /** The people by their sign-ins, and a project which manager and member share. */
  async prepare(): Promise<void> {
    for (const login of ['pmo', 'pm', 'pm2', 'exec', 'auditor', 'member']) {
      const page = await this.signedIn(login);
      const person = await page.evaluate(async () => ((await (await fetch('/api/v1/session')).json()) as { user: { person: string } }).user.person);
      this.names.set(`@${login}`, { id: person, title: '', record: 'person' });
    }
    const pmo = await this.page('pmo');
    this.schema = await pmo.evaluate(async () => (await (await fetch('/api/v1/schema')).json()) as Schema);
    for (const known of this.names.values()) known.title = String((await this.row(pmo, 'persons', known.id))['name']);
    const list = async (login: string) => (await this.page(login)).evaluate(async () => ((await (await fetch('/api/v1/projects?limit=100')).json()) as { items: { id: string; manager?: string }[] }).items);
    const member = (await list('member')).map((p) => p.id);
    const shared = (await list('pm')).find((p) => p.manager === this.names.get('@pm')!.id && member.includes(p.id));
    expect(shared, 'a project of manager and member').toBeDefined();
    const name = (await this.row(pmo, 'projects', shared!.id))['name'];
    this.names.set('P1', { id: shared!.id, title: typeof name === 'object' ? this.say(name as Labels) : String(name), record: 'project' });
  }

  begin(): void { this.who = 'pmo'; }

  async play(line: Line): Promise<void> {
    switch (line.verb) {
      case 'as': this.who = line.words[0]!; return;
      case 'do': return line.words[0]!.endsWith('.create') ? this.create(line) : this.step(line);
      case 'decide': return this.decide(line);
      case 'see': return this.see(line);
      case 'find': return this.find(line);
      case 'report': return this.report(line);
      default: throw new Error(`unknown verb ${line.verb}`);
    }
  }

  private say = (labels: Labels): string => (this.language === 'en' ? labels.en : labels.zh);
  private row = (page: Page, plural: string, id: string) => page.evaluate(async ([p, i]) => (await (await fetch(`/api/v1/${p}/${i}`)).json()) as Record<string, unknown>, [plural, id]);
  private types = (): RecordType[] => this.schema.functions.flatMap((f) => f.records as RecordType[]);

  private type(name: string): RecordType {
    const found = this.types().find((t) => t.name === name);
    if (!found) throw new Error(`no record ${name}`);
    return found;
  }

  private named(name: string): Named {
    const found = this.names.get(name);
    if (!found) throw new Error(`no ${name} yet`);
    return found;
  }

  private async signedIn(login: string): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.baseURL, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    await look(page, this.language, 'light');
    await page.goto('/');
    await page.locator('input[name=user]').fill(login);
    await page.locator('input[name=password]').fill(process.env['TONGCHOU_PASSWORD'] ?? 'demo-pass');
    await page.locator('button[type=submit]').click();
    await expect(page.locator('.top')).toBeVisible();
    this.pages.set(login, page);
    return page;
  }

  private page = async (login = this.who): Promise<Page> => this.pages.get(login) ?? this.signedIn(login);

  private async open(name: string, fresh = false): Promise<Page> {
    const { record, id } = this.named(name);
    const page = await this.page();
    if (fresh || this.at.get(page) !== id) await page.goto(`/records/${record}/${id}`);
    this.at.set(page, id);
    await expect(page.locator('.steps').first()).toBeVisible();
    return page;
  }

  /** A value as a person types or picks it: dates from today, records by title, choices by their words. */
  private value(field: Field, text: string): string {
    const day = /^today([+-]\d+)?$/.exec(text);
    if (day) return new Date(Date.now() + Number(day[1] ?? 0) * 86_400_000).toISOString().slice(0, 10);
    if (field.kind === 'choice') {
      const choice = field.choices?.find((c) => c.value === text);
      return choice ? this.say(choice.labels) : text;
    }
    if (field.kind === 'link' || this.names.has(text)) return this.names.get(text)?.title ?? text;
    return text;
  }

  private async enter(dialog: Locator, fields: Field[], set: Record<string, string>): Promise<void> {
    for (const [name, text] of Object.entries(set)) {
      const field = fields.find((f) => f.name === name);
      if (!field) throw new Error(`no field ${name}`);
      const place = fieldIn(dialog, this.say(field.labels));
      if ((await place.count()) === 0) await dialog.locator('.foot-left').click();
      await fill(place, field, this.value(field, text));
    }
  }

  private async create(line: Line): Promise<void> {
    const type = this.type(line.words[0]!.replace(/\.create$/, ''));
    const page = await this.page();
    this.at.delete(page);
    await page.goto(`/records/${type.name}?create=1`);
    const dialog = page.locator('dialog[open]');
    await expect(dialog).toBeVisible();
    const set = { ...line.set };
    if (set[type.title]) set[type.title] += ` ${this.stamp}`;
    const project: Field = { name: 'project', kind: 'link', labels: { zh: '项目', en: 'Project' } };
    await this.enter(dialog, [...type.fields, ...(type.fields.some((f) => f.name === 'project') ? [] : [project])], set);
    await dialog.locator('button[type=submit]').click();
    if (line.refused !== undefined) return this.refusal(dialog, line.refused);
    const title = set[type.title];
    if (title) await expect(page.locator('.record-panel h2')).toHaveText(title);
    else await expect(page.locator('.record-panel h2')).not.toHaveText(/^\s*$/);
    const id = new URL(page.url()).searchParams.get('open') ?? '';
    this.at.set(page, id.replace(/^"|"$/g, ''));
    if (line.name) this.names.set(line.name, { id: this.at.get(page)!, title: (await page.locator('.record-panel h2').innerText()).trim(), record: type.name });
    await this.stands(page, type, line.state);
  }

  private async stands(page: Page, type: RecordType, state: string | undefined): Promise<void> {
    if (state === 'asked') { await expect(page.locator('.running-note, .approval-running').first()).toBeVisible(); return; }
    const found = type.states.find((s) => s.name === state);
    if (state && !found) throw new Error(`no state ${state}`);
    if (found) await expect(page.locator('.steps .chip').first()).toHaveText(this.say(found.labels));
  }

  private async step(line: Line): Promise<void> {
    const [recordName = '', verb = ''] = line.words[0]!.split('.');
    const type = this.type(recordName);
    const page = await this.open(line.words[1]!);
    if (verb === 'update') return this.edit(page, type, line.set, line.refused);
    const inputs = this.inputs(type, verb);
    const asked = Object.fromEntries(Object.entries(line.set).filter(([k]) => inputs.some((f) => f.name === k)));
    await this.edit(page, type, Object.fromEntries(Object.entries(line.set).filter(([k]) => !(k in asked))));
    const button = page.locator(`.steps [data-step="${verb}"]`);
    await expect(button).toBeEnabled();
    if (line.refused === undefined) await expect(button).not.toHaveAttribute('aria-disabled', 'true');
    const barred = (await button.getAttribute('aria-disabled')) === 'true';
    const answer = barred || inputs.length > 0 ? null : page.waitForResponse((r) => r.request().method() === 'POST' && r.url().includes('/actions/'));
    await button.click();
    const dialog = page.locator('dialog[open]');
    if (answer) await answer;
    else if (!barred) {
      await this.enter(dialog, inputs, asked);
      await dialog.locator('.dialog-foot .btn-primary').click();
    }
    if (line.refused !== undefined) return this.refusal(dialog, line.refused);
    await expect(dialog).toHaveCount(0);
    await this.stands(page, type, line.state);
  }

  private inputs(type: RecordType, verb: string): Field[] {
    const step = type.steps.find((s) => s.name === verb);
    if (step) return (step.inputs ?? []).map((n) => type.fields.find((f) => f.name === n)!).filter(Boolean);
    const action = this.schema.functions.flatMap((f) => f.actions).find((a) => a.record === type.name && a.name.endsWith(`.${verb}`));
    if (!action) throw new Error(`no step ${verb} of ${type.name}`);
    return action.inputs.map((f) => (typeof f === 'string' ? type.fields.find((x) => x.name === f)! : f));
  }

  private async edit(page: Page, type: RecordType, set: Record<string, string>, refused?: string): Promise<void> {
    for (const [name, text] of Object.entries(set)) {
      const field = type.fields.find((f) => f.name === name)!;
      await page.locator(`.record-fields [data-field="${name}"]`).click();
      const cell = page.locator('.cell-edit');
      await fill(cell, { ...field, multiline: false }, this.value(field, text));
      if (!['choice', 'link', 'date'].includes(field.kind)) await page.keyboard.press('Enter');
      if (refused === undefined) { await expect(cell).toHaveCount(0); continue; }
      const told = cell.locator('.cell-refusal');
      await this.words(told, refused);
      await page.keyboard.press('Escape');
    }
  }

  /** The refusal stands beside its field, or in the dialog, in the reader's own words with its code. */
  private async refusal(dialog: Locator, code: string): Promise<void> {
    await this.words(dialog.locator('.field-error, .refusals li').filter({ hasText: code }).first(), code);
    await dialog.locator('.dialog-foot .btn:not(.foot-left)').first().click();
    await expect(dialog).toHaveCount(0);
  }

  private async words(place: Locator, code: string): Promise<void> {
    await expect(place).toContainText(code);
    const said = (await place.innerText()).replace(code, '').replace(/[\s()]/g, '');
    expect(said.length, `words of ${code}`).toBeGreaterThan(3);
    expect(/[\u4e00-\u9fff]/.test(said), `${code} in ${this.language}: ${said}`).toBe(this.language !== 'en');
  }

  private async decide(line: Line): Promise<void> {
    const about = this.named(line.words[0]!);
    const page = await this.page();
    this.at.delete(page);
    await page.goto('/work');
    const inbox = page.locator('.inbox');
    await expect(inbox.locator('.skeleton')).toHaveCount(0);
    await expect(inbox.locator('.inbox-item, .empty').first()).toBeVisible();
    const more = page.locator('.inbox-more');
    if (await more.count()) await more.click();
    const task = page.locator('.inbox-item').filter({ hasText: about.title });
    // Nobody is asked about a request of his own.
    if (line.refused === '') { await expect(task).toHaveCount(0); return; }
    await expect(task).toHaveCount(1);
    if ((await task.locator('.inbox-body').count()) === 0) await task.locator('.inbox-head').click();
    await expect(task.locator('.decide')).toBeVisible();
    if (line.set['comment']) await task.locator('.decide textarea').fill(line.set['comment']);
    await task.locator(`[data-decision=${line.words[1]}]`).click();
    if (line.refused !== undefined) { await expect(task.locator('.field-error')).toBeVisible(); return; }
    await expect(task).toHaveCount(0);
    await this.stands(await this.open(line.words[0]!), this.type(about.record), line.state);
    for (const other of this.pages.values()) if (other !== page) this.at.delete(other);
  }

  private async see(line: Line): Promise<void> {
    const page = await this.open(line.words[0]!, true);
    const type = this.type(this.named(line.words[0]!).record);
    for (const [name, text] of Object.entries(line.set)) {
      const field = type.fields.find((f) => f.name === name)!;
      const fact = page.locator('.record-fields .facts > div').filter({ has: page.locator('dt', { hasText: exact(this.say(field.labels)) }) });
      await expect(fact.first().locator('dd')).toContainText(this.shown(field, text));
    }
  }

  /** A record that the program made by itself, found in its register. */
  private async find(line: Line): Promise<void> {
    const type = this.type(line.words[0]!);
    const page = await this.page();
    this.at.delete(page);
    const filter = Object.entries(line.set).map(([k, v]) => `${k} = "${this.names.get(v)?.id ?? v}"`).join(' and ');
    await page.goto(`/records/${type.name}?filter=${encodeURIComponent(filter)}`);
    await page.locator('.rg-row .rg-title').last().click();
    await page.keyboard.press('Enter');
    await expect(page.locator('.record-panel h2')).not.toHaveText(/^\s*$/);
    const id = (new URL(page.url()).searchParams.get('open') ?? '').replace(/^"|"$/g, '');
    this.names.set(line.name!, { id, title: (await page.locator('.record-panel h2').innerText()).trim(), record: type.name });
    this.at.set(page, id);
    await this.stands(page, type, line.state);
  }

  /** The picture is drawn, and the same figures below it hold a row with what was just entered. */
  private async report(line: Line): Promise<void> {
    const name = line.words[0]!;
    const report = this.schema.functions.flatMap((f) => f.reports as Report[]).find((r) => r.name === name);
    if (!report) throw new Error(`no report ${name}`);
    const page = await this.page();
    this.at.delete(page);
    const project = line.set['project'] ? `?project=${this.named(line.set['project']).id}` : '';
    await page.goto(`/functions/${name.split('.')[0]}${project}`);
    await page.locator(`[data-report="${name}"] .card-link`).click();
    const cards = page.locator('.report-card');
    await expect(page.locator('.report-body').first()).toBeVisible();
    await expect(page.locator('.report-body .skeleton')).toHaveCount(0);
    await expect(page.locator('.report-refused')).toHaveCount(0);
    let row = cards.last().locator('tbody tr');
    for (const [column, text] of Object.entries(line.cells)) {
      const field = report.columns?.find((c) => c.name === column) ?? ({ name: column, kind: 'text', labels: { zh: '', en: '' } } as Field);
      row = row.filter({ hasText: this.shown(field, text) });
    }
    await expect(row.first()).toBeVisible();
    await expect(page.locator('[role=alert]')).toHaveCount(0);
  }

  /** A figure as screens show it. */
  private shown(field: Field, text: string): string {
    if (text === 'true' || text === 'false') return this.language === 'en' ? (text === 'true' ? 'Yes' : 'No') : text === 'true' ? '是' : '否';
    const money = /^(-?\d+(?:\.\d+)?) [A-Z]{3}$/.exec(text);
    if (money) return Number(money[1]).toLocaleString('en-US');
    return this.value(field, text);
  }
}

export const exact = (label: string): RegExp => new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\(.*\\))?( \\*)?\\s*$`);
