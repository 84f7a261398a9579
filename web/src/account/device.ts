const browsers: [RegExp, string][] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/MicroMessenger/, 'WeChat'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'], [/^curl\//, 'curl']];
const systems: [RegExp, string][] = [[/HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']];

/** "Firefox · Windows" of a browser's own long description; the description itself where nothing is recognised. */
export function deviceName(agent: string): string {
  const names = [browsers, systems].map((list) => list.find(([pattern]) => pattern.test(agent))?.[1]).filter((name) => name !== undefined);
  return names.length > 0 ? names.join(' · ') : agent.slice(0, 60);
}
