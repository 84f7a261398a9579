import { expect, request, type APIRequestContext, type Browser, type Page } from '@playwright/test';
import { look, type Language } from '../world';

export interface Person { id: string; name: string }
interface Known { api: APIRequestContext; person: Person; csrf: string; page?: Page }

/** The people of the demo enterprise: each signs in once and keeps one page, which is watched for faults. */
export class People {
  private known = new Map<string, Known>();
  readonly faults: string[] = [];

  constructor(private browser: Browser, private baseURL: string, private language: Language) {}

  async person(login: string): Promise<Person> { return (await this.signedIn(login)).person; }

  async page(login: string): Promise<Page> {
    const known = await this.signedIn(login);
    known.page ??= await this.opened(login, known.api);
    return known.page;
  }

  /** For what is there before a journey begins; the journey itself walks through screens. */
  async post(login: string, path: string, data: object): Promise<{ record: { id: string } }> {
    const { api, csrf } = await this.signedIn(login);
    const answer = await api.post(`/api/v1${path}`, { data, headers: { 'X-CSRF-Token': csrf, 'Idempotency-Key': `${Date.now()}${Math.random()}` } });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return (await answer.json()) as { record: { id: string } };
  }

  async read<T>(login: string, path: string): Promise<T> {
    return (await (await (await this.signedIn(login)).api.get(`/api/v1${path}`)).json()) as T;
  }

  async close(): Promise<void> {
    for (const { api, page } of this.known.values()) { await page?.context().close(); await api.dispose(); }
    this.known.clear();
  }

  private async signedIn(login: string): Promise<Known> {
    const before = this.known.get(login);
    if (before) return before;
    const api = await request.newContext({ baseURL: this.baseURL });
    const answer = await api.post('/api/v1/session', { data: { user: login, password: process.env['TONGCHOU_PASSWORD'] ?? 'demo-pass' } });
    expect(answer.ok(), `${login} signs in`).toBe(true);
    const session = (await answer.json()) as { csrf: string; user: { person: string; name: string } };
    const known = { api, csrf: session.csrf, person: { id: session.user.person, name: session.user.name } };
    this.known.set(login, known);
    return known;
  }

  private async opened(login: string, api: APIRequestContext): Promise<Page> {
    const context = await this.browser.newContext({ baseURL: this.baseURL, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', storageState: await api.storageState() });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await look(page, this.language, 'light');
    const origin = new URL(this.baseURL).origin;
    page.on('request', (r) => { if (!/^(blob|data):/.test(r.url()) && new URL(r.url()).origin !== origin) this.faults.push(`${login}: outside request ${r.url()}`); });
    page.on('response', (r) => { if (r.status() >= 500) this.faults.push(`${login}: ${r.status()} ${r.url()}`); });
    page.on('pageerror', (error) => this.faults.push(`${login}: exception ${error.message}`));
    // A refusal (4xx) is an answer, which browsers also print as an error.
    page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource.*4\d\d/.test(message.text())) this.faults.push(`${login}: console ${message.text()}`); });
    return page;
  }
}
