// Package templates holds what the product shows and prints with: pages,
// mail, styles and fonts.
package templates

import (
	"embed"
	"io/fs"
)

//go:embed fonts/*.ttf fonts/*.txt
var fontFiles embed.FS

// FangSongDir is where the body face 仿宋 lies, relative to the product's
// directory. Its licence (GPL with font exception) keeps it a file of its
// own, beside the program and not inside it.
const FangSongDir = "templates/fonts/gpl"

// Fonts holds the faces under the SIL Open Font License, with their licences.
func Fonts() fs.FS {
	sub, err := fs.Sub(fontFiles, "fonts")
	if err != nil { // the directory is embedded above
		return fontFiles
	}
	return sub
}
