import { defineConfig } from '@playwright/test';

// The days that journeys type are those of the office, whatever zone the machine keeps.
process.env['TZ'] = 'Asia/Shanghai';

/** Runs against a server that is already up: its address stands in TONGCHOU_URL. */
export default defineConfig({
  testDir: 'tests',
  testMatch: '**/*.spec.ts',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  fullyParallel: false,
  workers: 1,
  retries: 0,
  reporter: [['list']],
  use: {
    baseURL: process.env['TONGCHOU_URL'] ?? 'http://127.0.0.1:8080',
    timezoneId: process.env['TZ'],
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-precise-memory-info'],
    },
  },
});
