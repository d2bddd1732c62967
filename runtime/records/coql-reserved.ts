/**
 * The reserved words of SQL that the name of a field can be. Which of them COQL takes for its own is not written down;
 * what is quoted is a name in any case.
 * @see https://help.zoho.com/portal/en/community/topic/kaizen-171-faqs-on-coql-api
 */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'absolute add all allocate alter and any are array as asc assertion at authorization avg begin ' +
    'between bit blob boolean both by call cascade case cast char check clob close collate column commit ' +
    'condition connect connection constraint contains convert corresponding count create cross cube ' +
    'current cursor cycle database date day deallocate dec decimal declare default delete desc describe ' +
    'deterministic disconnect distinct do double drop dynamic each element else elseif end equals escape ' +
    'every except execute exists exit external extract false fetch filter float for foreign free from ' +
    'full function get global grant group grouping having hold hour identity if in index indicator inner ' +
    'inout input insensitive insert int integer intersect interval into is iterate join key language ' +
    'large lateral leading leave left like limit local locator loop lower match max member merge method ' +
    'min minute modifies module month multiset natural nchar new no none not null numeric of offset old ' +
    'on only open option or order ordinality out outer output over overlaps parameter partition percent ' +
    'period position power precision prepare primary procedure range rank real recursive ref references ' +
    'referencing relative release repeat resignal restrict result return returns revoke right rollback ' +
    'rollup routine row rows savepoint scroll search second select sensitive session set sets show ' +
    'similar smallint some specific sql start static submultiset substring sum symmetric system table ' +
    'then time timestamp to top trailing translate treat trigger trim true truncate under undo union ' +
    'unique unknown unnest until update upper use user using value values varchar varying view when ' +
    'whenever where while window with within without year'
  ).split(' '),
)

/** A name in quotes where it, or a part of its path, is a word of the language. */
export function quoted(name: string): string {
  return name.split('.').some((part) => RESERVED.has(part.toLowerCase())) ? `'${name}'` : name
}
