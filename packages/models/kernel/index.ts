export { linear } from './linear'
export { rmsNorm } from './norm'
export { attention, rotateAndStore } from './attention'
