package main

import (
	"path/filepath"
	"slices"

	"github.com/engross/engross/agreement"
	"github.com/engross/engross/assemble"
	"github.com/engross/engross/check"
)

// SARIF 2.1.0 (OASIS), as far as findings need it: code-hosting services show
// such a file beside the lines of a change.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool    sarifTool     `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string    `json:"id"`
		Short sarifText `json:"shortDescription"`
		Full  sarifText `json:"fullDescription"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
	}
)

// sarifOf is findings as a SARIF log, with the rules that they name.
func sarifOf(ps agreement.Problems) sarifLog {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "engross", Version: assemble.Version, InformationURI: "https://github.com/engross/engross", Rules: []sarifRule{}}
	var ids []string
	for _, p := range ps {
		text := p.Message
		if p.Hint != "" {
			text += ". " + p.Hint
		}
		r := sarifResult{RuleID: p.ID, Level: sarifLevel(p.Severity), Message: sarifText{text}}
		if p.Pos.Filename != "" {
			place := sarifPlace{Artifact: sarifArtifact{filepath.ToSlash(p.Pos.Filename)}}
			if p.Pos.Line > 0 {
				place.Region = &sarifRegion{p.Pos.Line, max(1, p.Pos.Column)}
			}
			r.Locations = []sarifLocation{{place}}
		}
		run.Results = append(run.Results, r)
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		rule := sarifRule{ID: id, Short: sarifText{id}, Full: sarifText{id}}
		if c := check.Lookup(id); c != nil {
			rule.Short.Text, rule.Full.Text = c.Title, c.About
		}
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
	}
	return sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}}
}

func sarifLevel(s agreement.Severity) string {
	switch s {
	case agreement.Error:
		return "error"
	case agreement.Warning:
		return "warning"
	case agreement.Note:
		return "note"
	}
	return "none"
}
