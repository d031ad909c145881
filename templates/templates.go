package templates

import "embed"

// Pages are the HTML templates: pages/_*.html are the layout and its parts,
// every other file is one page.
//
//go:embed pages/*.html
var Pages embed.FS

// Static are the files served under /static.
//
//go:embed static
var Static embed.FS
