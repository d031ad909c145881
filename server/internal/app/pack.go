package app

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"strings"
	"time"
)

// pack is a zip of files in the making, stored as they are: workbooks are
// compressed already.
type pack struct {
	b     bytes.Buffer
	z     *zip.Writer
	stamp time.Time // of every file
	taken map[string]bool
}

func newPack(stamp time.Time) *pack {
	p := &pack{stamp: stamp.UTC(), taken: make(map[string]bool)}
	p.z = zip.NewWriter(&p.b)
	return p
}

// add puts a file in, under a name of its own: 表.xlsx, 表(2).xlsx.
func (p *pack) add(name string, data []byte) error {
	name = fileName(name)
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	for n := 2; p.taken[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s(%d)%s", stem, n, ext)
	}
	p.taken[strings.ToLower(name)] = true
	to, err := p.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: p.stamp})
	if err == nil {
		_, err = to.Write(data)
	}
	if err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	return nil
}

// close ends the zip and gives its bytes.
func (p *pack) close() ([]byte, error) {
	if err := p.z.Close(); err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return p.b.Bytes(), nil
}
