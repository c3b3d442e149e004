// Package serve is the workbench: the engine behind a page for people who write no
// JSON, a documented JSON API for programs, and tools for assistants.
//
// What can be done is one table of operations, see [Operations]. It yields the routes
// of the API, its OpenAPI document and the MCP tools, so that none of them can do
// what another does not know of. The page is HTML made here and a few scripts; it
// keeps no state of its own: a term sheet is an ordinary file in the folder served,
// every change of it is a change of one value that names the revision it saw, and
// is written whole or not at all.
//
// [NewServer] listens for one person on this machine. What is asked of it has to come
// from its own pages, or to bring a token: see guard.go.
package serve
