import fc from 'fast-check'
import { expect, it } from 'vitest'
import { layOutTree } from './lay-out-tree.ts'

const treeOf = (parents: readonly number[]) => {
  const depths = [0]
  return [
    { node: 0, parent: null, depth: 0 },
    ...parents.map((draw, i) => {
      const parent = draw % (i + 1)
      depths.push(depths[parent]! + 1)
      return { node: i + 1, parent, depth: depths[parent]! + 1 }
    }),
  ]
}

it('gives every node a place of its own, children around their parent', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 80 }), (parents) => {
      const nodes = treeOf(parents)
      const { places, columns, rows } = layOutTree(nodes)
      expect(places.size).toBe(nodes.length)
      expect(new Set([...places.values()].map(({ column, row }) => `${column} ${row}`)).size).toBe(nodes.length)
      for (const { node, parent } of nodes) {
        const { column, row } = places.get(node)!
        expect(column).toBeLessThan(columns)
        expect(row).toBeLessThan(rows)
        if (parent === null) continue
        const siblings = nodes.filter((one) => one.parent === parent).map((one) => places.get(one.node)!.row)
        expect(places.get(parent)!.row).toBe((Math.min(...siblings) + Math.max(...siblings)) / 2)
        expect(siblings).toEqual([...siblings].sort((a, b) => a - b))
      }
    }),
  )
})

it('lays a long chain out without going deep', () => {
  const { columns, rows } = layOutTree(treeOf(Array.from({ length: 20_000 }, (_, i) => i)))
  expect({ columns, rows }).toEqual({ columns: 20_001, rows: 1 })
})
