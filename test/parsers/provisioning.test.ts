import { expect, test } from 'vitest'
import { parseProvisioning } from '../../src/parsers/sip/provisioning.ts'

const own = (value: string) => [{ group: 'otherOptions', property: 'imAutoArchiving', value }]

test('reads properties with their group, with any prefix and blanks', () => {
  const xml = `<?xml version="1.0"?>
    <p:provisionGroupList xmlns:p="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
    <p:provisionGroup name="endpointConfiguration" ><p:propertyEntryList>
    <p:property name="EnableTracing" >true</p:property><p:property name="A"> <![CDATA[x&y]]> </p:property>
    </p:propertyEntryList></p:provisionGroup>
    <p:provisionGroup name="other"><p:property name="Empty"/></p:provisionGroup></p:provisionGroupList>`
  expect(parseProvisioning(xml)).toEqual([
    { group: 'endpointConfiguration', property: 'EnableTracing', value: 'true' },
    { group: 'endpointConfiguration', property: 'A', value: 'x&y' },
    { group: 'other', property: 'Empty', value: '' },
  ])
})

test('reads the complete values of a document that is cut off', () => {
  const xml = '<provisionGroup name="g"><property name="A">true</property><property name="B">fal'
  for (const cut of [xml, `${xml}se</prop`, xml.slice(0, -4), xml.slice(0, -8)])
    expect(parseProvisioning(cut)).toEqual([{ group: 'g', property: 'A', value: 'true' }])
  expect(parseProvisioning('<provisionGroup name="g"')).toEqual([])
  expect(parseProvisioning('')).toEqual([])
})

test("reads the user's own option in all its forms", () => {
  const category = (inner: string) =>
    `<c:category name="otherOptions" xmlns:c="urn:x">${inner}</c:category>`
  expect(
    parseProvisioning(
      category('<otherOptions><imAutoArchiving>false</imAutoArchiving></otherOptions>'),
    ),
  ).toEqual(own('false'))
  expect(
    parseProvisioning(category('<o:ImAutoArchiving xmlns:o="urn:y">0</o:ImAutoArchiving>')),
  ).toEqual(own('0'))
  expect(parseProvisioning(category('<property name="imAutoArchiving">False</property>'))).toEqual(
    own('False'),
  )
  expect(parseProvisioning(category('<otherOptions imAutoArchiving="true"/>'))).toEqual(own('true'))
  expect(parseProvisioning(category('<imAutoArchiving value="false"/>'))).toEqual(own('false'))
  const published =
    '<publication categoryName="otherOptions"><otherOptions><imAutoArchiving>false</imAutoArchiving></otherOptions></publication>'
  expect(parseProvisioning(published)).toEqual(own('false'))
})

test('ignores other categories and options', () => {
  expect(
    parseProvisioning('<category name="note"><imAutoArchiving>false</imAutoArchiving></category>'),
  ).toEqual([])
  expect(
    parseProvisioning('<category name="otherOptions"><property name="x">1</property></category>'),
  ).toEqual([])
})
