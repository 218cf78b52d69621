import { createWordingModel, type TokenModel } from '@espalier/models'
import { providerRole, type Role, type Roles, type Templates, type VerifyFn } from '@espalier/self-play'
import { parseWording, verifyWording, WORDING_FRAME } from '@espalier/tasks'
import { embeddedProvider, textOfContent, type ModelInput } from '@espalier/token'

/** Words around prompts and answers as the wording model learned them. */
export const WORDING_TEMPLATES: Templates = { judge: WORDING_FRAME.judge, refine: WORDING_FRAME.refine }

/** Whether an answer does what a prompt of the wording task asks: exactly. */
export const verifyWordingAnswer: VerifyFn = ({ prompt }, response) =>
  verifyWording(parseWording(prompt), response).follows

/** The three parts, played by two embedded models: an actor, and one that judges and refines. */
export function wordingRoles(actor: Uint8Array, refiner: Uint8Array): Roles {
  const critic = roleOf(createWordingModel(refiner), joined)
  return {
    actor: roleOf(createWordingModel(actor), (input) => WORDING_FRAME.actor(joined(input))),
    judge: critic,
    refiner: critic,
  }
}

/** More than any part has to write, and less than the model's context. */
const MOST_TOKENS = 72

function roleOf(model: TokenModel, promptOf: (input: ModelInput) => string): Role {
  const role = providerRole(embeddedProvider(model, { promptOf }))
  return (messages, options) => role(messages, { ...options, maxTokens: Math.min(options.maxTokens, MOST_TOKENS) })
}

/** What follows a prompt stands behind it, and what is asked next on a line of its own, as in the texts that the model learned from. */
function joined(input: ModelInput): string {
  if (input.type === 'text') return input.prompt
  return input.messages.reduce((text, { role, content }) => {
    const between = text === '' ? '' : role === 'user' ? '\n ' : ' '
    return text + between + textOfContent(content).trim()
  }, '')
}
