import { useMemo, useState, type FormEvent } from 'react'
import type { CatalogInfo } from '@espalier/client'
import type { JsonSchema } from '@espalier/protocol'
import { errorText } from '../app/error-text.ts'
import { useHomes } from '../homes/homes-context.ts'
import { ModelNotice } from '../homes/model-notice.tsx'
import { Button } from '../parts/button.tsx'
import { problemLine } from '../searches/problem-line.ts'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import { AlgorithmFields, optionSchemasOf } from './algorithm-fields.tsx'
import { BudgetFields } from './budget-fields.tsx'
import { isProse, problemFields, problemTexts, requestOf, type Draft } from './draft.ts'
import { faultAt, placedFaults } from './faults.ts'
import { EstimateStrip } from './estimate-strip.tsx'
import { Choice, Field } from './field.tsx'
import { statesAbout, statesTitle, taskTitle } from './titles.ts'
import { useValidation } from './use-validation.ts'

interface ComposerProps {
  readonly home: Home
  readonly catalog: CatalogInfo
  readonly initial: Draft
}

export function Composer({ home, catalog, initial }: ComposerProps) {
  const homes = useHomes()
  const transport = homes.transport(home)
  const [draft, setDraft] = useState(initial)
  const [starting, setStarting] = useState<'no' | 'yes' | { readonly failure: string }>('no')
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }))

  const task = catalog.tasks.find(({ name }) => name === draft.task) ?? catalog.tasks[0]!
  const models = catalog.models.filter(({ tasks }) => tasks.includes(task.name))
  const model = draft.model === '' ? (models[0]?.name ?? '') : draft.model
  const states = models.find(({ name }) => name === model)?.states
  const algorithm = catalog.algorithms.find(({ name }) => name === draft.algorithm) ?? catalog.algorithms[0]
  const { request, faults: textFaults } = useMemo(
    () => requestOf(draft, task.problem, optionSchemasOf(algorithm)),
    [draft, task, algorithm],
  )
  const verdict = useValidation(transport, request, textFaults.length === 0)
  const faults = textFaults.length > 0 ? textFaults : verdict.type === 'faulty' ? placedFaults(verdict.faults) : []
  const isGood = textFaults.length === 0 && (verdict.type === 'good' || verdict.type === 'unknown')

  const start = (event: FormEvent): void => {
    event.preventDefault()
    if (!isGood || starting === 'yes') return
    setStarting('yes')
    transport.create(request, { idempotencyKey: crypto.randomUUID() }).then(
      ({ id }) => navigate(pathOf({ screen: 'search', home, id })),
      (error: unknown) => setStarting({ failure: errorText(error) }),
    )
  }

  return (
    <form className="compose" onSubmit={start} noValidate>
      <div className="screen-head">
        <h1>New search</h1>
        <span className="dim">{home === 'server' ? 'runs on the server' : 'runs in this page, without a server'}</span>
      </div>
      <ModelNotice home={home} />
      <div className="compose-columns">
        <section className="card" aria-labelledby="compose-problem">
          <h2 id="compose-problem">Problem</h2>
          <Choice
            label="Task"
            value={task.name}
            options={catalog.tasks.map((option) => ({ ...option, title: taskTitle(option.name) }))}
            fault={faultAt(faults, '/task')}
            onChange={(name) => {
              const next = catalog.tasks.find((candidate) => candidate.name === name) ?? task
              change({ task: name, model: '', problem: problemTexts(next.examples[0] ?? null, next.problem) })
            }}
          />
          {problemFields(task.problem).map(({ name, schema }) => (
            <Field
              key={name}
              {...(isProse(schema) ? { lines: 11 } : { large: name !== 'target' })}
              numeric={schema['type'] !== 'string'}
              label={name === '' ? 'Problem' : title(name)}
              about={textOf(schema['description'])}
              placeholder={schema['default'] === undefined ? '' : JSON.stringify(schema['default'])}
              value={draft.problem[name] ?? ''}
              fault={faultAt(faults, name === '' ? '/problem' : `/problem/${name}`)}
              onChange={(text) => change({ problem: { ...draft.problem, [name]: text } })}
            />
          ))}
          {task.examples.length === 0 ? null : (
            <div className="chips" role="group" aria-label="Examples">
              {task.examples.map((example) => (
                <button
                  key={JSON.stringify(example)}
                  type="button"
                  className="chip number cut"
                  onClick={() => change({ problem: problemTexts(example, task.problem) })}
                >
                  {problemLine(example)}
                </button>
              ))}
            </div>
          )}
          <Choice
            label="Model"
            value={model}
            options={models.map((option) => ({ ...option, title: `${option.name} – ${statesTitle(option.states)}` }))}
            note={states === undefined ? null : <span className="source">{statesAbout(states)}</span>}
            fault={models.length === 0 ? 'No model here can work at this task.' : faultAt(faults, '/model')}
            onChange={(model) => change({ model })}
          />
        </section>
        <section className="card" aria-labelledby="compose-algorithm">
          <h2 id="compose-algorithm">Algorithm</h2>
          <AlgorithmFields
            algorithms={catalog.algorithms}
            chosen={algorithm}
            options={draft.options}
            faults={faults}
            onChoose={(name) => change({ algorithm: name, options: {} })}
            onOptions={(options) => change({ options })}
          />
        </section>
        <section className="card" aria-labelledby="compose-budget">
          <h2 id="compose-budget">Budget</h2>
          <BudgetFields draft={draft} faults={faults} onChange={change} />
        </section>
      </div>
      <footer className="compose-foot">
        <EstimateStrip
          estimate={textFaults.length === 0 && 'estimate' in verdict ? verdict.estimate : null}
          isOld={verdict.type === 'checking'}
          algorithm={algorithm?.name ?? draft.algorithm}
          model={model}
        />
        <p role="status" className={faults.length > 0 || verdict.type === 'faulty' ? 'verdict fault' : 'verdict'}>
          {typeof starting === 'object' ? starting.failure : verdictText(textFaults.length, verdict)}
        </p>
        <Button kind="main" icon="play" type="submit" disabled={!isGood || starting === 'yes'}>
          {starting === 'yes' ? 'Starting …' : 'Start the search'}
        </Button>
      </footer>
    </form>
  )
}

function verdictText(textFaults: number, verdict: ReturnType<typeof useValidation>): string {
  if (textFaults > 0)
    return textFaults === 1 ? 'One field needs another look.' : `${textFaults} fields need another look.`
  switch (verdict.type) {
    case 'checking':
      return 'Checking …'
    case 'good':
      return `Ready: ${verdict.label}`
    case 'faulty':
      // The field says it already; here it need not say where that is.
      return verdict.message.replace(/^[\w/.]+: /, '')
    case 'unknown':
      return `Not checked. ${verdict.message}`
  }
}

const title = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
const textOf = (value: JsonSchema[string] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined
