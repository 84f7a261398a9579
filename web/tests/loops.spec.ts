import { test } from '@playwright/test';
import { Player } from './loops/player';
import { functions, lines } from './loops/script';
import type { Language } from './world';

// CI walks the loops in Chinese; TONGCHOU_LANGUAGES="zh-CN en" walks both.
for (const language of (process.env['TONGCHOU_LANGUAGES'] ?? 'zh-CN').split(' ') as Language[]) {
  test.describe(`the loop of each function, ${language}`, () => {
    let player: Player;
    test.beforeAll(async ({ browser }, info) => {
      player = new Player(browser, info.project.use.baseURL!, language);
      await player.prepare();
    });
    for (const name of functions()) {
      test(`${name} walks its loop, ${language}`, async () => {
        player.begin();
        for (const line of lines(name)) await test.step(line.text, () => player.play(line), { box: false });
      });
    }
  });
}
