/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The placeholder is replaced by the server in every answer of index.html, so that the content security
// policy can name one fresh nonce per request.
const noncePlaceholder = '__CSP_NONCE__';
const backend = process.env['TONGCHOU_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: noncePlaceholder },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': backend } },
  test: { include: ['src/**/*.test.ts'] },
});
