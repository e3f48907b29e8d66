<?xml version="1.0" encoding="UTF-8"?>
<!-- Tells people who see a response in a browser where to read it as a page. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:o="http://www.openarchives.org/OAI/2.0/" exclude-result-prefixes="o">
<xsl:output method="html" encoding="UTF-8" doctype-system="about:legacy-compat"/>

<xsl:template match="/o:OAI-PMH">
  <html lang="en">
    <head>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>OAI-PMH <xsl:value-of select="o:request/@verb"/></title>
    </head>
    <body>
      <h1>OAI-PMH <xsl:value-of select="o:request/@verb"/></h1>
      <p>This is an answer for harvesters, of <xsl:value-of select="o:responseDate"/>.
      <a><xsl:attribute name="href"><xsl:text>oai/page?</xsl:text>
        <xsl:for-each select="o:request/@*">
          <xsl:if test="position() &gt; 1">&amp;</xsl:if>
          <xsl:value-of select="name()"/>=<xsl:value-of select="."/>
        </xsl:for-each>
      </xsl:attribute>Read it as a page</a>.</p>
      <xsl:for-each select="o:error">
        <p><strong><xsl:value-of select="@code"/></strong>: <xsl:value-of select="."/></p>
      </xsl:for-each>
    </body>
  </html>
</xsl:template>
</xsl:stylesheet>
