import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
const stored = 'tongchou.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(stored);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function applyTheme(): void {
  const choice = themeChoice();
  document.documentElement.dataset['theme'] = choice === 'system' ? (system.matches ? 'dark' : 'light') : choice;
  listeners.forEach((listener) => listener());
}

export function setTheme(choice: ThemeChoice): void {
  localStorage.setItem(stored, choice);
  applyTheme();
}

system.addEventListener('change', applyTheme);

export function useTheme(): { choice: ThemeChoice; dark: boolean } {
  const text = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => `${themeChoice()} ${document.documentElement.dataset['theme']}`);
  const [choice, shown] = text.split(' ');
  return { choice: choice as ThemeChoice, dark: shown === 'dark' };
}
