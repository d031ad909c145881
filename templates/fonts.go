// Package templates holds what the product shows and prints with: pages,
// mail, styles and fonts.
package templates

import (
	"bytes"
	"embed"
	"io/fs"
	"path"
	"time"
)

// The faces under the SIL Open Font License, with the licences. A face is a
// variable of bytes, so that who reads it gets it as it lies in the program: copies
// would take 23 MB of memory once more.
var (
	//go:embed fonts/BulletinSong-Regular.ttf
	song []byte
	//go:embed fonts/BulletinBiaoSong-Bold.ttf
	biaoSong []byte
	//go:embed fonts/BulletinHei-Medium.ttf
	hei []byte
	//go:embed fonts/BulletinKai-Regular.ttf
	kai []byte

	//go:embed fonts/*.txt
	licences embed.FS
)

// FangSongDir is where the body face 仿宋 lies, relative to the product's
// directory. Its licence (GPL with font exception) keeps it a file of its
// own, beside the program and not inside it.
const FangSongDir = "templates/fonts/gpl"

// Fonts holds the faces under the SIL Open Font License, with their licences.
// What fs.ReadFile gives of a face is no copy and must not be changed.
func Fonts() fs.FS {
	return inProgram{
		"BulletinSong-Regular.ttf": song, "BulletinBiaoSong-Bold.ttf": biaoSong,
		"BulletinHei-Medium.ttf": hei, "BulletinKai-Regular.ttf": kai,
	}
}

// inProgram are the faces by the names of their files; beside them lie the licences.
type inProgram map[string][]byte

// ReadFile is a face as it lies in the program, or a licence.
func (p inProgram) ReadFile(name string) ([]byte, error) {
	if face, found := p[name]; found {
		return face, nil
	}
	return licences.ReadFile(path.Join("fonts", name))
}

// Open opens a face or a licence to be read in parts.
func (p inProgram) Open(name string) (fs.File, error) {
	if face, found := p[name]; found {
		return openFace{bytes.NewReader(face), name}, nil
	}
	return licences.Open(path.Join("fonts", name))
}

// openFace is an open file, and what there is to know of it.
type openFace struct {
	*bytes.Reader
	name string
}

func (f openFace) Stat() (fs.FileInfo, error) { return f, nil }
func (f openFace) Close() error               { return nil }
func (f openFace) Name() string               { return f.name }
func (f openFace) Mode() fs.FileMode          { return 0o444 }
func (f openFace) ModTime() time.Time         { return time.Time{} }
func (f openFace) IsDir() bool                { return false }
func (f openFace) Sys() any                   { return nil }
