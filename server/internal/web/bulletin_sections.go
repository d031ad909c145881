package web

import (
	"slices"
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
)

// sectionView is one section with the office's own words as last typed.
type sectionView struct {
	bulletin.Section
	Words string
	// Kept are the words that are stored, where others were typed.
	Kept     string
	Editable bool
	// Silent: the section has nothing to say and is printed only if the office
	// writes something.
	Silent bool
}

// sectionNames are the sections an office may write into, in their order.
var sectionNames = []struct {
	key, name string
	public    bool
}{
	{bulletin.KeyOverall, "总体进展", true},
	{bulletin.KeyTrend, "与上期相比", false},
	{bulletin.KeyAhead, "进展较快的项目", true},
	{bulletin.KeyLate, "滞后项目", false},
	{bulletin.KeyRisk, "年底完成有风险的项目", false},
	{bulletin.KeyCoordination, "需协调解决的事项", false},
	{bulletin.KeyReporting, "报送情况", false},
	{bulletin.KeyRequirements, "下一步要求", true},
}

// sectionViews are the sections as drafted, without the office's own words
// where those stand in a field; a draft has the silent sections after them.
func sectionViews(record app.BulletinRecord, words map[string]string) []sectionView {
	editable := record.State == app.Draft
	kept := func(key string) string {
		if record.Words[key] == words[key] {
			return ""
		}
		return record.Words[key]
	}
	var views []sectionView
	for _, section := range record.Document.Sections {
		if editable {
			section.Paragraphs = withoutWords(section.Paragraphs, record.Words[section.Key])
		}
		views = append(views, sectionView{Section: section, Words: words[section.Key], Kept: kept(section.Key), Editable: editable})
	}
	if !editable {
		return views
	}
	for _, n := range sectionNames {
		there := slices.ContainsFunc(views, func(v sectionView) bool { return v.Key == n.key })
		if !there && (n.public || record.Edition != bulletin.Public) {
			views = append(views, sectionView{
				Section: bulletin.Section{Key: n.key, Heading: n.name}, Words: words[n.key], Kept: kept(n.key), Editable: true, Silent: true,
			})
		}
	}
	return views
}

// withoutWords takes the office's own paragraphs, which come last, off again.
func withoutWords(paragraphs []bulletin.Paragraph, words string) []bulletin.Paragraph {
	lines := strings.Split(words, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		last := len(paragraphs) - 1
		if line == "" {
			continue
		}
		if last < 0 || paragraphs[last].Text() != line {
			break
		}
		paragraphs = paragraphs[:last]
	}
	return paragraphs
}
