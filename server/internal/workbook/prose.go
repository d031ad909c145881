package workbook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// What one document of prose may have. The longest notice seen has 40,000
// characters in 270 lines.
const (
	maxProse      = 1 << 20 // bytes of text in UTF-8, tables included
	maxProseLines = 20_000
)

// proseWords are what is said about formats where a notice's text is wanted.
var proseWords = map[format]string{
	formatUnknown:   "认不出文件的类型：它不是文字文件。请给出通知的 .docx 或 .txt 文件。",
	formatEmpty:     "文件是空的，里面没有文字。请检查文件是否保存完整。",
	formatEncrypted: "文档设了打开密码，无法读取。请在 Word/WPS 中取消密码，另存后再检查。",
	formatXLS:       "这是工作簿，不是通知的文字。检查工作簿请去掉 --notice。",
	formatOldXLS:    "这是工作簿，不是通知的文字。检查工作簿请去掉 --notice。",
	formatXLSB:      "这是工作簿，不是通知的文字。检查工作簿请去掉 --notice。",
	formatHTML:      "这是网页，不是通知的文字。请把网页中的正文复制到记事本或 Word 中，存为 .txt 或 .docx 后再检查。",
	formatXML2003:   "这是“XML 2003”格式的文件。请用 Word/WPS 打开，另存为 .docx 后再检查。",
	formatXML:       "这是 XML 文件，不是通知的文字。请给出通知的 .docx 或 .txt 文件。",
	formatPDF:       "这是 PDF 文件，不能读取。请用 Word/WPS 打开并另存为 .docx，或把文字复制到 .txt 文件。",
	formatOFD:       "这是 OFD 版式文件，不能读取。请给出排版前的 .docx，或把文字复制到 .txt 文件。",
	formatDOC:       "这是旧格式的 Word 文档（.doc、.wps 或 .rtf），不能读取。请用 Word/WPS 打开，另存为 .docx 后再检查。",
	formatPPT:       "这是演示文稿，不是通知的文字。请给出通知的 .docx 或 .txt 文件。",
	formatODT:       "这是 OpenDocument 文档，不能读取。请另存为 .docx 或 .txt 后再检查。",
	formatImage:     "这是图片，不能读取。请给出通知的 .docx 或 .txt 文件。",
	formatArchive:   "这是压缩包，不能读取。请解压后给出其中的通知。",
	formatNumbers:   "这是苹果 Numbers 表格，不是通知的文字。",
}

// OpenProse reads a text document: .txt in UTF-8, GBK or UTF-16, and .docx. The
// content decides, not the name. Every error is a *ledger.Error with CodeInvalid,
// CodeTooLarge, or CodeUnavailable once ctx has ended.
func OpenProse(ctx context.Context, name string, data []byte, lim Limits) (*grid.Prose, error) {
	if int64(len(data)) > lim.FileSize {
		return nil, tooLarge("文件有 %s，超过上限 %s。请删去图片等无关内容后再检查。", megabytes(int64(len(data))), megabytes(lim.FileSize))
	}
	b := newBudget(ctx, lim)
	b.text = min(b.text, maxProse)
	var p *grid.Prose
	var err error
	switch f := sniff(data); f {
	case formatZip:
		p, err = openDocument(data, b)
	case formatCSV:
		p, err = openText(data, b)
	default:
		err = refuseProse(f)
	}
	if err != nil {
		return nil, ofProse(err)
	}
	if strings.TrimSpace(strings.Join(p.Lines, "")) == "" && len(p.Tables) == 0 {
		return nil, refuseProse(formatEmpty)
	}
	sum := sha256.Sum256(data)
	p.File, p.SHA256 = name, hex.EncodeToString(sum[:])
	return p, nil
}

func refuseProse(f format) error { return ledger.Errorf(ledger.CodeInvalid, "%s", proseWords[f]) }

// openText reads a text file.
func openText(data []byte, b *budget) (*grid.Prose, error) {
	if len(data) > maxProse {
		return nil, tooMuchProse()
	}
	text, err := plainText(bytes.ReplaceAll(data, []byte("\f"), []byte("\n")), b)
	if err != nil {
		return nil, err
	}
	p := &grid.Prose{Format: "txt"}
	// \r\n, \n and, from old systems, \r end a line.
	whole := strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n")
	for line := range strings.SplitSeq(strings.TrimSuffix(whole, "\n"), "\n") {
		if err := b.line(p, line); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// line appends a line to a document.
func (b *budget) line(p *grid.Prose, text string) error {
	if len(p.Lines) == maxProseLines {
		return tooLarge("文字超过 %d 行，不像一份通知。请只留下通知及其附件后再检查。", maxProseLines)
	}
	if b.text -= len(text); b.text < 0 {
		return tooMuchProse()
	}
	p.Lines = append(p.Lines, text)
	return b.hold(textSize + len(text))
}

func tooMuchProse() error {
	return tooLarge("文字超过 %s，不像一份通知。请只留下通知及其附件后再检查。", megabytes(maxProse))
}

// proseRemedies turns what is said of workbooks, where they and documents are
// packed alike, into what fits a document.
var proseRemedies = strings.NewReplacer(
	"Excel/WPS", "Word/WPS", ".xlsx", ".docx", "再上传", "再检查", "填报人", "发文单位",
	"只含填报表的工作簿", "只含文字的文档", "表格以外的空白行列", "图片等无关内容", "图片和空白的行列，或拆成几个文件", "图片",
	"表格以外的行、列和工作表，或拆成几个文件", "图片等无关内容", "表太大：", "文件太大：", "表格以外的内容，或拆成几个文件", "图片等无关内容",
)

// ofProse is an error in the words that fit a document.
func ofProse(err error) error {
	err = located("文件", err)
	var e *ledger.Error
	if errors.As(err, &e) {
		return ledger.Errorf(e.Code, "%s", proseRemedies.Replace(e.Message))
	}
	return err
}
