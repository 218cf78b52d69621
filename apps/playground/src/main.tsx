// First, so that its requests are on their way while the rest is evaluated.
import { fetchOrEarly } from './app/early.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { prefetch, prefetchSearch } from './app/prefetch.ts'
import { createHomes } from './homes/homes.ts'
import { HomesContext } from './homes/homes-context.ts'
import { applyTheme } from './theme/theme.ts'
import './theme/tokens.css'
import './theme/base.css'
import './parts/parts.css'
import './parts/table.css'
import './parts/tabs.css'
import './commands/commands.css'

prefetchSearch()
applyTheme()
const page = document.getElementById('page')
if (page === null) throw new Error('index.html has no #page')
const homes = createHomes(fetchOrEarly)
createRoot(page).render(
  <StrictMode>
    <HomesContext value={homes}>
      <App />
    </HomesContext>
  </StrictMode>,
)
prefetch(homes)
