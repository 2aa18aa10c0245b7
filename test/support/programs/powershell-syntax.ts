import { createRequire } from 'node:module'
import { Language, type Node, Parser } from 'web-tree-sitter'

const require = createRequire(import.meta.url)
const GRAMMAR = require.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm')
const AUTOMATIC_VARIABLES = new Set(['$_', '$null', '$true', '$false'])

await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(GRAMMAR))

/** Parts of a PowerShell script. Names are as the script writes them, and occur once. */
export interface PowershellSyntax {
  /** Places that are not PowerShell. */
  readonly errors: readonly string[]
  /** Commands that the script does not define itself, with the parameters that it gives them. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>
  readonly methods: ReadonlySet<string>
  /** Types in brackets. */
  readonly types: ReadonlySet<string>
  /** Variables that are read and never set. */
  readonly unsetVariables: readonly string[]
  /** Operators, keywords and punctuation. */
  readonly tokens: ReadonlySet<string>
}

/** Parses a script by the grammar of PowerShell. */
export function parsePowershell(script: string): PowershellSyntax {
  const tree = parser.parse(script)
  if (!tree) throw new Error('the parser was cancelled')
  const nodes = [...allNodes(tree.rootNode)]
  const textsOf = (type: string, inside = ''): string[] =>
    nodes.flatMap((node) =>
      node.type === type && (inside === '' || node.parent?.type === inside) ? [node.text] : [],
    )
  const own = new Set(textsOf('function_name'))
  const set = new Set([
    ...textsOf('variable', 'script_parameter'),
    ...textsOf('variable', 'foreach_statement'),
    ...nodes.flatMap((node) =>
      node.type === 'left_assignment_expression' ? [node.text.toLowerCase()] : [],
    ),
  ])
  const commands = new Map<string, Set<string>>()
  for (const node of nodes) {
    const name = node.type === 'command' ? node.childForFieldName('command_name')?.text : undefined
    if (name === undefined || own.has(name)) continue
    const parameters = commands.get(name) ?? new Set()
    for (const parameter of parametersOf(node)) parameters.add(parameter)
    commands.set(name, parameters)
  }
  const isSet = (name: string): boolean => set.has(name) || set.has(name.toLowerCase())
  return {
    errors: nodes.flatMap((node) =>
      node.isError || node.isMissing
        ? [`line ${node.startPosition.row + 1}: ${node.text || `${node.type} is missing`}`]
        : [],
    ),
    commands,
    methods: new Set(
      nodes.flatMap((node) =>
        node.type === 'invokation_expression'
          ? node.children.flatMap((child) => (child?.type === 'member_name' ? [child.text] : []))
          : [],
      ),
    ),
    types: new Set(textsOf('type_spec')),
    unsetVariables: textsOf('variable').filter(
      (name) =>
        !name.startsWith('$env:') && !AUTOMATIC_VARIABLES.has(name.toLowerCase()) && !isSet(name),
    ),
    tokens: new Set(nodes.flatMap((node) => (node.isNamed ? [] : [node.type.toLowerCase()]))),
  }
}

/** `-LiteralPath`; not those of commands inside its script blocks. */
const parametersOf = (command: Node): string[] =>
  [...allNodes(command, ({ type }) => type !== 'script_block' && type !== 'pipeline')].flatMap(
    (node) => (node.type === 'command_parameter' ? [node.text] : []),
  )

function* allNodes(node: Node, isEntered: (node: Node) => boolean = () => true): Generator<Node> {
  yield node
  for (const child of node.children)
    if (child && isEntered(child)) yield* allNodes(child, isEntered)
}
