import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, configureClient } from './api/client';
import { startTexts } from './app/i18n';
import { router } from './app/router';
import { applyTheme } from './app/theme';
import { Toasts } from './ui/toast';
import './app/tokens.css';
import './ui/ui.css';
import './app/shell.css';

applyTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 15_000, refetchOnWindowFocus: false, retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500) },
  },
});
configureClient({ onSignedOut: () => client.setQueryData(['session'], null) });

void startTexts().then(() => {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </StrictMode>,
  );
});
