package pdf

// InOrder is the words of a document in the order in which they are heard.
var InOrder = inOrder

// Letters are words as they are compared.
var Letters = letters
