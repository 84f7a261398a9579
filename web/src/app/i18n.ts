import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { configureClient } from '../api/client';

export type Language = 'zh-CN' | 'en';
const stored = 'tongchou.language';

export function startLanguage(): Language {
  const kept = localStorage.getItem(stored);
  if (kept === 'zh-CN' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') || !navigator.language.toLowerCase().startsWith('en') ? 'zh-CN' : 'en';
}

/** Each language is its own file: a reader loads one. */
async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const texts = language === 'zh-CN' ? (await import('../text/zh')).zh : (await import('../text/en')).en;
  i18next.addResourceBundle(language, 'translation', texts, true, true);
}

function announce(language: Language): void {
  document.documentElement.lang = language;
  configureClient({ language });
}

export async function startTexts(): Promise<void> {
  const language = startLanguage();
  await i18next.use(initReactI18next).init({ lng: language, fallbackLng: false, resources: {}, interpolation: { escapeValue: false }, react: { useSuspense: false } });
  await load(language);
  await i18next.changeLanguage(language);
  announce(language);
}

export async function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(stored, language);
  await load(language);
  announce(language);
  await i18next.changeLanguage(language);
}
