package archive

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Archive is an open backup: the rows, and, as a store of files that takes
// none, the files.
type Archive struct {
	Manifest

	zip   *zip.ReadCloser
	parts map[string]*zip.File
}

var (
	_ app.Contents = contents{}
	_ app.Blobs    = (*Archive)(nil)
)

// maxManifest is the most bytes a manifest may have: a million files.
const maxManifest = 128 << 20

// Open opens a backup and checks every part of it against the manifest, which
// reads the whole file. CodeNotFound when there is none, CodeInvalid when it is
// no backup or damaged, CodeRefused when a later version made it.
func Open(ctx context.Context, path string) (*Archive, error) {
	z, err := zip.OpenReader(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有文件“%s”", path)
	case errors.Is(err, zip.ErrFormat):
		return nil, ledger.Errorf(ledger.CodeInvalid, "“%s”不是备份文件，或不完整", path)
	case err != nil:
		return nil, ledger.Errorf(ledger.CodeUnavailable, "备份文件“%s”无法打开：%v", path, err)
	}
	a := &Archive{zip: z, parts: make(map[string]*zip.File, len(z.File))}
	if err := a.check(ctx); err != nil {
		if ledger.CodeOf(err) != "" || ctx.Err() != nil {
			return nil, errors.Join(err, z.Close())
		}
		return nil, errors.Join(ledger.Errorf(ledger.CodeInvalid, "备份文件“%s”已损坏或被改动：%v", path, err), z.Close())
	}
	return a, nil
}

// Close closes the file.
func (a *Archive) Close() error { return a.zip.Close() }

func (a *Archive) check(ctx context.Context) error {
	for _, f := range a.zip.File {
		if a.parts[f.Name] != nil {
			return fmt.Errorf("%q 有两份", f.Name)
		}
		a.parts[f.Name] = f
	}
	text, err := a.read(manifestName, maxManifest)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &a.Manifest); err != nil {
		return fmt.Errorf("清单无法读取：%w", err)
	}
	if a.Format < 1 {
		return errors.New("清单没有写明格式")
	}
	if a.Format > format {
		return ledger.Errorf(ledger.CodeRefused, "备份由更新版本的程序（%s）建立，请使用新版本程序", a.Program)
	}
	if want := 1 + len(a.Tables) + len(a.Files); len(a.parts) != want {
		return fmt.Errorf("应有%d个部分，实有%d个", want, len(a.parts))
	}
	for _, t := range a.Tables {
		if err := a.rows(ctx, t, func([]byte) error { return nil }); err != nil {
			return err
		}
	}
	for _, f := range a.Files {
		if _, err := a.file(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// read is a part of at most so many bytes.
func (a *Archive) read(name string, most int64) ([]byte, error) {
	part := a.parts[name]
	if part == nil {
		return nil, fmt.Errorf("缺少 %s", name)
	}
	r, err := part.Open()
	if err != nil {
		return nil, fmt.Errorf("%s：%w", name, err)
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err = errors.Join(err, r.Close()); err != nil {
		return nil, fmt.Errorf("%s：%w", name, err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("%s 超过%d字节", name, most)
	}
	return data, nil
}

func (a *Archive) file(ctx context.Context, f File) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := a.read(f.part(), f.Size)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); fmt.Sprintf("%x", sum) != f.SHA256 {
		return nil, fmt.Errorf("文件 %s 的内容与清单不符", f.SHA256)
	}
	return data, nil
}

// rows visits a table's lines and compares their number and hash at the end.
func (a *Archive) rows(ctx context.Context, t Table, visit func(line []byte) error) (err error) {
	part := a.parts[t.part()]
	if part == nil {
		return fmt.Errorf("缺少数据表 %s", t.Name)
	}
	r, err := part.Open()
	if err != nil {
		return fmt.Errorf("数据表 %s：%w", t.Name, err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	sum := sha256.New()
	lines := bufio.NewReaderSize(io.TeeReader(r, sum), 1<<16)
	n := int64(0)
	for ; ; n++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			break
		}
		if err != nil {
			return fmt.Errorf("数据表 %s 第%d行：%w", t.Name, n+1, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := visit(bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return err
		}
	}
	if n != t.Rows || hexSum(sum) != t.SHA256 {
		return fmt.Errorf("数据表 %s 与清单不符：应有%d行，实有%d行", t.Name, t.Rows, n)
	}
	return nil
}

// Contents are the backup's rows.
func (a *Archive) Contents() app.Contents { return contents{a} }

type contents struct{ archive *Archive }

func (c contents) Schema() []string { return c.archive.Schema }

func (c contents) Tables() []app.Table {
	tables := make([]app.Table, len(c.archive.Tables))
	for i, t := range c.archive.Tables {
		tables[i] = t.plain()
	}
	return tables
}

func (c contents) Rows(ctx context.Context, table string, visit func(line []byte) error) error {
	for _, t := range c.archive.Tables {
		if t.Name == table {
			return c.archive.rows(ctx, t, visit)
		}
	}
	return fmt.Errorf("archive: no table %s", table)
}

// Get returns a file of the backup: CodeNotFound when there is none.
func (a *Archive) Get(ctx context.Context, hash string) ([]byte, error) {
	part := a.parts[File{SHA256: hash}.part()]
	if part == nil {
		return nil, ledger.Errorf(ledger.CodeNotFound, "备份中没有文件 %.64q", hash)
	}
	data, err := a.file(ctx, File{SHA256: hash, Size: int64(part.UncompressedSize64)})
	if err != nil && ctx.Err() == nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "备份中的文件 %s 已损坏：%v", hash, err)
	}
	return data, err
}

// Each visits the hashes of the backup's files.
func (a *Archive) Each(_ context.Context, visit func(hash string) error) error {
	for _, f := range a.Files {
		if err := visit(f.SHA256); err != nil {
			return err
		}
	}
	return nil
}

// Ready is CodeRefused as Put is.
func (a *Archive) Ready(context.Context) error { return errFinished() }

// Put is CodeRefused: nothing is put into a finished backup.
func (a *Archive) Put(context.Context, []byte) (string, error) {
	return "", errFinished()
}

func errFinished() error { return ledger.Errorf(ledger.CodeRefused, "备份文件不能再改动") }
