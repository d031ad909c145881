package workbook

// PartText is an XML part in UTF-8 without its byte order mark, as the reader
// sees it. An encoding that the reader does not know is a ledger.Error.
func PartText(name string, part []byte) ([]byte, error) {
	text, err := toUTF8(part)
	return text, inPart(name, err)
}
