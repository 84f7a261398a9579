import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { NotFound } from './NotFound';
import { Shell } from './Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const anySearch = (search: Record<string, unknown>) => search;

const home = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('../home/Home')) });
const projects = createRoute({ getParentRoute: () => root, path: '/projects', validateSearch: anySearch, component: lazyRouteComponent(() => import('../project/ProjectList')) });
const project = createRoute({ getParentRoute: () => root, path: '/projects/$project', validateSearch: anySearch, component: lazyRouteComponent(() => import('../project/ProjectPage')) });
const projectTab = createRoute({ getParentRoute: () => root, path: '/projects/$project/$tab', validateSearch: anySearch, component: lazyRouteComponent(() => import('../project/ProjectPage')) });
const register = createRoute({ getParentRoute: () => root, path: '/records/$record', validateSearch: anySearch, component: lazyRouteComponent(() => import('../register/RegisterPage')) });
const record = createRoute({ getParentRoute: () => root, path: '/records/$record/$id', validateSearch: anySearch, component: lazyRouteComponent(() => import('../register/RecordPage')) });
const report = createRoute({ getParentRoute: () => root, path: '/reports/$report', validateSearch: anySearch, component: lazyRouteComponent(() => import('../functions/FunctionPage')) });
const office = createRoute({ getParentRoute: () => root, path: '/functions/$function', validateSearch: anySearch, component: lazyRouteComponent(() => import('../functions/FunctionPage')) });
const guide = createRoute({ getParentRoute: () => root, path: '/guide', component: lazyRouteComponent(() => import('../guide/GuidePage')) });
const guidePage = createRoute({ getParentRoute: () => root, path: '/guide/$', component: lazyRouteComponent(() => import('../guide/GuidePage')) });
const account = createRoute({ getParentRoute: () => root, path: '/account', component: lazyRouteComponent(() => import('../account/AccountPage')) });
const section = createRoute({ getParentRoute: () => root, path: '/$section', validateSearch: anySearch, component: lazyRouteComponent(() => import('../home/SectionPage')) });

export const router = createRouter({
  routeTree: root.addChildren([home, projects, projectTab, project, register, record, report, office, account, guide, guidePage, section]),
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
