package serve

import (
	"net/http"
)

// addPages adds what a person looks at.
func addPages(mux *http.ServeMux, w *Workbench, g *Guard) {
}

var notFoundPage = parsed("notfound", `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not here – engross</title><link rel="stylesheet" href="/page.css">
<main class="notice"><h1>There is no such page</h1><p><a href="/">The term sheets of the folder</a></p></main></html>
`)

func notFound(w http.ResponseWriter) { view(w, http.StatusNotFound, notFoundPage, nil) }
