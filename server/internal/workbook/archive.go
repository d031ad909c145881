package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"tongbao/server/ledger"
)

// archive is the zip package with its parts by name. Names are compared
// without regard to case, as OPC (ECMA-376 part 2, 6.2.2.3) has it.
type archive struct {
	*budget
	files  []*zip.File // without folders, in their order
	parts  map[string]*zip.File
	unpack int64 // bytes that may still be unpacked
}

// entryHeld is what is held of each line of the directory beside its texts.
const entryHeld = 256

// openArchive reads the directory of a zip file and checks what it declares.
func openArchive(data []byte, b *budget) (*archive, error) {
	lim := b.lim
	// The reader of the directory makes an entry for each of its lines before
	// they can be counted. That a line's mark comes up by chance is rare.
	if n := bytes.Count(data, []byte("PK\x01\x02")); n > 4*lim.Entries {
		return nil, tooManyEntries(n, lim.Entries)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件不完整或已损坏：压缩包的目录读不出来，可能没有传完。%s", repair)
	}
	if len(z.File) > lim.Entries {
		return nil, tooManyEntries(len(z.File), lim.Entries)
	}
	held := 0
	for _, f := range z.File {
		held += entryHeld + 2*len(f.Name) + len(f.Extra) + len(f.Comment)
	}
	if err := b.hold(held); err != nil {
		return nil, located("压缩包的目录", err)
	}
	a := &archive{budget: b, parts: make(map[string]*zip.File, len(z.File)), unpack: lim.TotalSize}
	var total uint64
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		key := partKey(f.Name)
		switch {
		case f.Flags&1 != 0:
			return nil, ledger.Errorf(ledger.CodeInvalid, "压缩包中的部件“%.60s”设了密码，无法读取。请在 Excel/WPS 中另存为不带密码的 .xlsx 后再上传。", f.Name)
		case strings.Contains("/"+key+"/", "/../"), strings.ContainsRune(key, 0):
			return nil, ledger.Errorf(ledger.CodeInvalid, "文件内部有路径不合规则的部件“%.60q”。%s", f.Name, repair)
		case a.parts[key] != nil:
			return nil, ledger.Errorf(ledger.CodeInvalid, "文件内部有重名的部件“%.60s”。%s", f.Name, repair)
		case f.UncompressedSize64 > uint64(lim.TotalSize)-min(total, uint64(lim.TotalSize)):
			return nil, a.unpackedTooLarge()
		}
		total += f.UncompressedSize64
		if size := int64(f.UncompressedSize64); size > 1<<20 && size/int64(max(f.CompressedSize64, 1)) > lim.Ratio {
			return nil, tooLarge("文件的部件“%s”压缩得异常紧（解压后 %s），可能是有害文件，不予读取。%s", f.Name, megabytes(size), repair)
		}
		a.parts[key] = f
		a.files = append(a.files, f)
	}
	return a, nil
}

func tooManyEntries(n, limit int) error {
	return tooLarge("文件内部有 %d 个部件，超过上限 %d 个。请另存为只含填报表的工作簿后再上传。", n, limit)
}

func (a *archive) unpackedTooLarge() error {
	return tooLarge("文件解压后超过上限 %s。请删去图片和空白的行列，或拆成几个文件后再上传。", megabytes(a.lim.TotalSize))
}

// partKey is a part's name as parts are keyed.
func partKey(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(name, `\`, "/")), "/")
}

func (a *archive) has(name string) bool { return a.parts[partKey(name)] != nil }

// read unpacks a part to its end, which verifies its length and CRC-32. When
// that fails with damage, what could be unpacked is returned beside the error.
func (a *archive) read(name string) ([]byte, error) {
	f := a.parts[partKey(name)]
	if f == nil {
		return nil, damagef("文件中缺少这个部件")
	}
	if err := a.stop(); err != nil {
		return nil, err
	}
	return a.extract(f)
}

// admit checks what a part declares of itself and returns its length.
func (a *archive) admit(f *zip.File) (int64, error) {
	size := int64(f.UncompressedSize64)
	if size > a.unpack {
		return 0, a.unpackedTooLarge()
	}
	return size, nil
}

// extract is a part, as read has it: held as a whole.
func (a *archive) extract(f *zip.File) ([]byte, error) {
	size, err := a.admit(f)
	switch {
	case err != nil:
		return nil, err
	case size > a.lim.PartSize:
		return nil, tooLarge("文件的部件“%s”解压后有 %s，超过上限 %s。请删去表格以外的空白行列，或拆成几个文件后再上传。",
			f.Name, megabytes(size), megabytes(a.lim.PartSize))
	}
	if err := a.hold(int(size)); err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, damagef("压缩数据读不出来")
	}
	defer r.Close()
	var buf bytes.Buffer
	buf.Grow(int(size) + bytes.MinRead)
	n, err := buf.ReadFrom(io.LimitReader(r, size+1))
	a.unpack -= n
	switch {
	case errors.Is(err, zip.ErrChecksum):
		return buf.Bytes(), damagef("内容与校验码（CRC）不符")
	case err != nil || n != size:
		return buf.Bytes(), damagef("压缩数据损坏或不完整")
	}
	return buf.Bytes(), nil
}

// scan is a scanner over a part.
func (a *archive) scan(name string) (*scanner, error) {
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	return a.scanner(data)
}

func (a *archive) scanner(data []byte) (*scanner, error) {
	s, err := newScanner(data)
	if err != nil {
		return nil, err
	}
	s.stop = a.stop
	return s, a.hold(max(cap(s.data)-cap(data), 0)) // where it had to be converted
}
