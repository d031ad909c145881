package archive

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Source is where a backup is taken from; every app.Store is one.
type Source interface {
	Snapshot(ctx context.Context, use func(c app.Contents, needed []app.Needed) error) error
}

// Write writes a backup of the rows as they stand at one moment, and of all
// files. Files that come later may be in it; one that the rows refer to and that
// is missing or damaged is an error (CodeRefused), for a backup is there to be
// restored.
func Write(ctx context.Context, w io.Writer, from Source, files app.Blobs, program string, made time.Time) (*Manifest, error) {
	m := &Manifest{Format: format, Program: program, Made: made}
	z := zip.NewWriter(w)
	var needed []app.Needed
	err := from.Snapshot(ctx, func(c app.Contents, refers []app.Needed) error {
		needed, m.Schema = refers, c.Schema()
		for _, t := range c.Tables() {
			done, err := m.writeTable(ctx, z, t, c)
			if err != nil {
				return err
			}
			m.Tables = append(m.Tables, done)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := m.writeFiles(ctx, z, files, needed); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return nil, fmt.Errorf("archive: manifest: %w", err)
	}
	part, err := m.create(z, manifestName, zip.Deflate)
	if err == nil {
		_, err = part.Write(text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("archive: write: %w", err)
	}
	return m, nil
}

func (m *Manifest) create(z *zip.Writer, name string, method uint16) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: m.Made})
}

func (m *Manifest) writeTable(ctx context.Context, z *zip.Writer, t app.Table, c app.Contents) (Table, error) {
	out := Table{Name: t.Name}
	for _, column := range t.Columns {
		out.Columns = append(out.Columns, Column(column))
	}
	part, err := m.create(z, out.part(), zip.Deflate)
	if err != nil {
		return out, err
	}
	sum := sha256.New()
	w := io.MultiWriter(part, sum)
	err = c.Rows(ctx, t.Name, func(line []byte) error {
		out.Rows++
		if _, err := w.Write(line); err != nil {
			return err
		}
		_, err := w.Write([]byte{'\n'})
		return err
	})
	out.SHA256 = hexSum(sum)
	return out, err
}

// writeFiles writes all files as they are: most are compressed in themselves.
func (m *Manifest) writeFiles(ctx context.Context, z *zip.Writer, files app.Blobs, needed []app.Needed) error {
	written := map[string]bool{}
	err := files.Each(ctx, func(hash string) error {
		data, err := files.Get(ctx, hash)
		if code := ledger.CodeOf(err); code == ledger.CodeInvalid || code == ledger.CodeNotFound {
			return nil // damaged, or tidied away: nobody's, or told below with what it is
		}
		if err != nil {
			return err
		}
		f := File{SHA256: hash, Size: int64(len(data))}
		part, err := m.create(z, f.part(), zip.Store)
		if err != nil {
			return err
		}
		if _, err := part.Write(data); err != nil {
			return err
		}
		written[hash] = true
		m.Files = append(m.Files, f)
		return nil
	})
	if err != nil {
		return err
	}
	var missing []string
	for _, n := range needed {
		if !written[n.SHA256] {
			missing = append(missing, n.As)
		}
	}
	if len(missing) > 0 {
		return ledger.Errorf(ledger.CodeRefused, "没有备份：台账用到的文件缺失或已损坏：%s。请运行 verify 查看，先恢复这些文件", strings.Join(missing, "；"))
	}
	return nil
}
