package workbook

import (
	"context"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/ledger"
)

// File is a file by the name its sender gave it.
type File struct {
	Name string
	Data []byte
}

// Unpack is the files to open for one that was sent: those in a zip, in their
// order, or the file itself. A zip within the zip is not unpacked; Open
// refuses it. Every error is a *ledger.Error, as with Open.
func Unpack(ctx context.Context, name string, data []byte, lim Limits) ([]File, error) {
	a := openBundle(ctx, data, lim)
	if a == nil {
		return []File{{name, data}}, nil // for Open to say what is wrong, if anything
	}
	a.unpack = min(a.unpack, lim.PartSize) // all of them are held at once
	var files []File
	for _, f := range a.files {
		inner := entryName(f.Name)
		if isLitter(inner) {
			continue
		}
		if len(files) == lim.Files {
			return nil, tooLarge("压缩包里的文件超过 %d 个。请分几次上传。", lim.Files)
		}
		content, err := a.extract(f)
		if err != nil {
			return nil, located("压缩包中的“"+inner+"”", err)
		}
		files = append(files, File{path.Base(inner), content})
	}
	if len(files) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "压缩包里没有文件。请把填报表放进压缩包，或直接上传。")
	}
	return files, nil
}

func isBundle(ctx context.Context, data []byte, lim Limits) bool {
	return openBundle(ctx, data, lim) != nil
}

// openBundle is the zip of files that someone packed, nil where data is
// something else, such as a document of some program.
func openBundle(ctx context.Context, data []byte, lim Limits) *archive {
	if int64(len(data)) > lim.FileSize || sniff(data) != formatZip {
		return nil
	}
	a, err := openArchive(data, newBudget(ctx, lim))
	if err != nil {
		return nil
	}
	for _, part := range []string{contentTypesPart, odsMimetype, "OFD.xml", "Index/Document.iwa", "_rels/.rels", "xl/workbook.xml"} {
		if a.has(part) {
			return nil
		}
	}
	return a
}

// entryName is an entry's name in UTF-8 with slashes. Chinese Windows writes
// names in GBK and says nothing of it.
func entryName(name string) string {
	if !utf8.ValidString(name) {
		if text, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = text
		}
	}
	return strings.ReplaceAll(strings.ToValidUTF8(name, "?"), `\`, "/")
}

// isLitter reports whether a file is not one that the sender meant to send:
// what the system, or Excel while a workbook is open, leaves beside it.
func isLitter(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".") ||
		strings.EqualFold(base, "Thumbs.db") || strings.EqualFold(base, "desktop.ini")
}
