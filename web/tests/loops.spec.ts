import { expect, test } from '@playwright/test';
import { People } from './loops/people';
import { Player } from './loops/player';
import { functions, lines } from './loops/script';
import type { Language } from './world';

// Each journey stands alone, so that they may be walked side by side.
test.describe.configure({ mode: 'parallel', timeout: 240_000 });
test.use({ trace: 'off' });

// CI walks the loops in Chinese; TONGCHOU_LANGUAGES="zh-CN en" walks both.
for (const language of (process.env['TONGCHOU_LANGUAGES'] ?? 'zh-CN').split(' ') as Language[]) {
  test.describe(`the loop of each function, ${language}`, () => {
    let people: People;
    test.beforeAll(({ browser }, info) => { people = new People(browser, info.project.use.baseURL!, language); });
    test.afterAll(() => people.close());
    for (const name of functions()) {
      test(`${name} walks its loop, ${language}`, async () => {
        const player = await Player.begin(people, name, language);
        for (const line of lines(name)) await test.step(line.text, () => player.play(line), { box: false });
        expect(people.faults).toEqual([]);
      });
    }
  });
}
