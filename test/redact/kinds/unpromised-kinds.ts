import { kinds } from './kind.ts'

/** Kinds that redaction may leave. The documentation lists them. */
export const unpromisedKinds = [
  ...kinds(
    'contexts',
    {
      'name in a sentence': 'ask «Robin» in building 4',
      'machine name without a pattern': 'failed on «KIOSK0142X»',
      'name of a project': 'moved to project «Zanzibar»',
      'name of a policy': 'policy «FabrikamSalesPolicy» applies',
      'folder that nothing identifies': String.raw`open D:\«Fabrikam»\«Zanzibar»\x.log`,
    },
    false,
  ),
  ...kinds(
    'numbers',
    {
      'number without a label': 'call «4255550147»',
      'short extension': 'call x«147»',
    },
    false,
  ),
  ...kinds(
    'hosts',
    {
      'name of one label': 'connected to «lyncserverx»',
      'name with an unknown ending': 'connected to «lyncserverx».«contoso».unknown',
    },
    false,
  ),
  ...kinds(
    'encoded',
    {
      'short hexadecimal text': `data «${Buffer.from('kim@x.example').toString('hex')}»`,
      'compressed text': 'data «H4sIAAAAAAAAA8vMdcjPK0nNKwEAqx3vSwkAAAA=»',
    },
    false,
  ),
]
