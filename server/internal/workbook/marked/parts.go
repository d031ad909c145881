package marked

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/markup"
	"tongbao/server/ledger"
)

// pkg is the zip package of a workbook, of which some parts change.
type pkg struct {
	files []*part // in their order, new ones last
	parts map[string]*part
	data  []byte // as it was
	dirty bool

	main    string // name of the main part
	dialect dialect
	sheets  []sheet

	format string            // as the package is: "xlsx" or "xlsm"
	origin string            // what the list says of a workbook that was written anew
	names  map[string]string // of sheets, by those they had before that
}

type part struct {
	name    string
	file    *zip.File // nil for a new one
	data    []byte    // once it has changed
	removed bool
}

// partKey is a part's name as parts are compared (ECMA-376 part 2, 6.2.2.3).
func partKey(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

// openParts reads the directory of a package that workbook.Open has read.
func openParts(data []byte) (*pkg, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件不完整或已损坏：%w", err)
	}
	p := &pkg{parts: make(map[string]*part), data: data}
	for _, f := range z.File {
		entry := &part{name: f.Name, file: f}
		p.files = append(p.files, entry)
		p.parts[partKey(f.Name)] = entry
	}
	return p, nil
}

func (p *pkg) has(name string) bool {
	f := p.parts[partKey(name)]
	return f != nil && !f.removed
}

// read is a part's XML in UTF-8.
func (p *pkg) read(name string) ([]byte, error) {
	f := p.parts[partKey(name)]
	if f == nil || f.removed {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件中缺少部件“%s”。请用 Excel/WPS 打开后另存一份再上传。", name)
	}
	if f.data != nil {
		return f.data, nil
	}
	raw, err := unpack(f.file)
	if err != nil {
		return nil, err
	}
	text, err := workbook.PartText(name, raw)
	if err != nil {
		return nil, err
	}
	return declareUTF8(text), nil
}

// declareUTF8 replaces an XML declaration that names another encoding: what is
// read is in UTF-8, and so is what is written.
func declareUTF8(text []byte) []byte {
	declaration, rest, ok := bytes.Cut(text, []byte("?>"))
	low := bytes.ToLower(declaration)
	if !ok || !bytes.HasPrefix(low, []byte("<?xml ")) || !bytes.Contains(low, []byte("encoding")) || bytes.Contains(low, []byte("utf-8")) {
		return text
	}
	return append([]byte(markup.Head), bytes.TrimLeft(rest, "\r\n")...)
}

func unpack(f *zip.File) ([]byte, error) {
	bad := ledger.Errorf(ledger.CodeInvalid, "文件的部件“%s”损坏。请用 Excel/WPS 打开后另存一份再上传。", f.Name)
	limit := workbook.DefaultLimits().PartSize
	r, err := f.Open()
	if err != nil {
		return nil, bad
	}
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, bad
	case int64(len(raw)) > limit:
		return nil, ledger.Errorf(ledger.CodeTooLarge, "文件的部件“%s”过大，不能加批注。", f.Name)
	}
	return raw, r.Close()
}

// write gives a part new content; a part that is not there is added.
func (p *pkg) write(name string, data []byte) {
	p.dirty = true
	key := partKey(name)
	f := p.parts[key]
	if f == nil || f.removed {
		f = &part{name: strings.TrimPrefix(name, "/")}
		p.files = append(p.files, f)
		p.parts[key] = f
	}
	f.data = data
}

// edit changes a part where there is something to change.
func (p *pkg) edit(name string, doc []byte, edits []edit) {
	if len(edits) > 0 {
		p.write(name, apply(doc, edits))
	}
}

func (p *pkg) remove(name string) {
	if f := p.parts[partKey(name)]; f != nil {
		f.removed, p.dirty = true, true
	}
}

// free is the first name that no part has: dir/stem1ext, dir/stem2ext ….
func (p *pkg) free(dir, stem, ext string) string {
	for n := 1; ; n++ {
		if name := path.Join(dir, stem+itoa(n)+ext); !p.has(name) {
			return name
		}
	}
}

// bytes packs the package. Parts that have not changed are copied as they are
// packed.
func (p *pkg) bytes() ([]byte, error) {
	if !p.dirty {
		return p.data, nil
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range p.files {
		if f.removed {
			continue
		}
		if f.data == nil {
			if err := w.Copy(f.file); err != nil {
				return nil, err
			}
			continue
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
